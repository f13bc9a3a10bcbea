using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ElsaRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Claim",
                table: "runs",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CorrelationId",
                table: "runs",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "IncidentCount",
                table: "runs",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "runs",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ParentRunId",
                table: "runs",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ParentWaitId",
                table: "runs",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "UpdatedAtUtc",
                table: "runs",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "WaitsForEvents",
                table: "runs",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "publications",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "event_waits",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    RunId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_waits", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "run_messages",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    RunId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    TargetRunId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    CorrelationId = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    WaitId = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    PayloadCipher = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    DueAtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    Status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    ClaimedBy = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ClaimedUntilUtc = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_messages", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_Claim",
                table: "runs",
                column: "Claim",
                unique: true,
                filter: "[Claim] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_runs_CorrelationId",
                table: "runs",
                column: "CorrelationId");

            migrationBuilder.CreateIndex(
                name: "IX_runs_StartedAtUtc",
                table: "runs",
                column: "StartedAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_event_waits_Name",
                table: "event_waits",
                column: "Name");

            migrationBuilder.CreateIndex(
                name: "IX_event_waits_RunId",
                table: "event_waits",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_run_messages_RunId",
                table: "run_messages",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_run_messages_Status_DueAtUtc",
                table: "run_messages",
                columns: new[] { "Status", "DueAtUtc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "event_waits");

            migrationBuilder.DropTable(
                name: "run_messages");

            migrationBuilder.DropIndex(
                name: "IX_runs_Claim",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_runs_CorrelationId",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_runs_StartedAtUtc",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Claim",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "CorrelationId",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "IncidentCount",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "ParentRunId",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "ParentWaitId",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "UpdatedAtUtc",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "WaitsForEvents",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "publications");
        }
    }
}
