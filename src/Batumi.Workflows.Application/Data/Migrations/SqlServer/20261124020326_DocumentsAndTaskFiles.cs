using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class DocumentsAndTaskFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "FileChanges",
                table: "tasks",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "ForStaff",
                table: "files",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "TaskId",
                table: "files",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "WaitsSinceUtc",
                table: "files",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "issued_documents",
                columns: table => new
                {
                    CaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Turn = table.Column<int>(type: "int", nullable: false),
                    Outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    IssuedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ValidUntilUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    EndedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CodeHash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    CodeCipher = table.Column<byte[]>(type: "varbinary(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_issued_documents", x => new { x.CaseId, x.Turn });
                });

            migrationBuilder.CreateIndex(
                name: "IX_files_WaitsSinceUtc",
                table: "files",
                column: "WaitsSinceUtc");

            migrationBuilder.CreateIndex(
                name: "IX_issued_documents_CodeHash",
                table: "issued_documents",
                column: "CodeHash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "issued_documents");

            migrationBuilder.DropIndex(
                name: "IX_files_WaitsSinceUtc",
                table: "files");

            migrationBuilder.DropColumn(
                name: "FileChanges",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "ForStaff",
                table: "files");

            migrationBuilder.DropColumn(
                name: "TaskId",
                table: "files");

            migrationBuilder.DropColumn(
                name: "WaitsSinceUtc",
                table: "files");
        }
    }
}
