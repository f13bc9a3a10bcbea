using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class LegalClock : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Rule",
                table: "timers",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SetAtUtc",
                table: "timers",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NotBy",
                table: "tasks",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "CalendarVersion",
                table: "runs",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "CalendarVersion",
                table: "cases",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsExtended",
                table: "cases",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "MarkReached",
                table: "cases",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "NextMark",
                table: "cases",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NextMarkAtUtc",
                table: "cases",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "clock",
                columns: table => new
                {
                    CaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Turn = table.Column<int>(type: "int", nullable: false),
                    Ordinal = table.Column<int>(type: "int", nullable: false),
                    Event = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    AtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Rule = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clock", x => new { x.CaseId, x.Turn, x.Ordinal });
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_Status_CalendarVersion",
                table: "runs",
                columns: new[] { "Status", "CalendarVersion" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_NextMarkAtUtc",
                table: "cases",
                column: "NextMarkAtUtc");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "clock");

            migrationBuilder.DropIndex(
                name: "IX_runs_Status_CalendarVersion",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_cases_NextMarkAtUtc",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "Rule",
                table: "timers");

            migrationBuilder.DropColumn(
                name: "SetAtUtc",
                table: "timers");

            migrationBuilder.DropColumn(
                name: "NotBy",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "CalendarVersion",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "CalendarVersion",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "IsExtended",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "MarkReached",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "NextMark",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "NextMarkAtUtc",
                table: "cases");
        }
    }
}
