using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class TaskMarksAndAbsences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "NextMark",
                table: "tasks",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NextMarkAtUtc",
                table: "tasks",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SubstituteId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    FromUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    UntilUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    SetBy = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SetAtUtc = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_absences", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_tasks_Status_NextMarkAtUtc",
                table: "tasks",
                columns: new[] { "Status", "NextMarkAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_absences_AccountId_UntilUtc",
                table: "absences",
                columns: new[] { "AccountId", "UntilUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_absences_SubstituteId_UntilUtc",
                table: "absences",
                columns: new[] { "SubstituteId", "UntilUtc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "absences");

            migrationBuilder.DropIndex(
                name: "IX_tasks_Status_NextMarkAtUtc",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "NextMark",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "NextMarkAtUtc",
                table: "tasks");
        }
    }
}
