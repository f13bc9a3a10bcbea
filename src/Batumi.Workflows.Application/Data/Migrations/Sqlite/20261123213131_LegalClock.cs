using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SetAtUtc",
                table: "timers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NotBy",
                table: "tasks",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "CalendarVersion",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "CalendarVersion",
                table: "cases",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsExtended",
                table: "cases",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "MarkReached",
                table: "cases",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "NextMark",
                table: "cases",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NextMarkAtUtc",
                table: "cases",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "clock",
                columns: table => new
                {
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Turn = table.Column<int>(type: "INTEGER", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    Event = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
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
