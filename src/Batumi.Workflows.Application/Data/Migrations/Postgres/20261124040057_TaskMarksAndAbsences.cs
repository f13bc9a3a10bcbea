using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.Postgres
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
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NextMarkAtUtc",
                table: "tasks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    SubstituteId = table.Column<Guid>(type: "uuid", nullable: false),
                    FromUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UntilUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SetBy = table.Column<Guid>(type: "uuid", nullable: false),
                    SetAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
