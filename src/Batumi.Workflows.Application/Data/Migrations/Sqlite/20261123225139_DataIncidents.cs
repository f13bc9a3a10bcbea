using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DataIncidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "data_incident_entries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    IncidentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ByAccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    NoticedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    What = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Affected = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Measures = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Decision = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    NotifiedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_incident_entries", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_data_incident_entries_IncidentId",
                table: "data_incident_entries",
                column: "IncidentId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "data_incident_entries");
        }
    }
}
