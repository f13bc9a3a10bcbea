using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StepIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_timers_RunId",
                table: "timers");

            migrationBuilder.DropIndex(
                name: "IX_tasks_RunId",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_run_messages_RunId",
                table: "run_messages");

            migrationBuilder.DropIndex(
                name: "IX_incidents_CaseId",
                table: "incidents");

            migrationBuilder.CreateIndex(
                name: "IX_timers_RunId_Status",
                table: "timers",
                columns: new[] { "RunId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_tasks_RunId_Status",
                table: "tasks",
                columns: new[] { "RunId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_run_messages_RunId_Status",
                table: "run_messages",
                columns: new[] { "RunId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_incidents_CaseId_Status",
                table: "incidents",
                columns: new[] { "CaseId", "Status" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_timers_RunId_Status",
                table: "timers");

            migrationBuilder.DropIndex(
                name: "IX_tasks_RunId_Status",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_run_messages_RunId_Status",
                table: "run_messages");

            migrationBuilder.DropIndex(
                name: "IX_incidents_CaseId_Status",
                table: "incidents");

            migrationBuilder.CreateIndex(
                name: "IX_timers_RunId",
                table: "timers",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_RunId",
                table: "tasks",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_run_messages_RunId",
                table: "run_messages",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_incidents_CaseId",
                table: "incidents",
                column: "CaseId");
        }
    }
}
