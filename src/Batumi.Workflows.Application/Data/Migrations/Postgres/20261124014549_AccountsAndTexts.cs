using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AccountsAndTexts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Channel",
                table: "letters",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Mail");

            migrationBuilder.AddColumn<DateTime>(
                name: "TextsAgreedAtUtc",
                table: "cases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastCodeStep",
                table: "accounts",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_log",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    ByAccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    Act = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Subject = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    Why = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_log", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_account_log_AccountId_AtUtc",
                table: "account_log",
                columns: new[] { "AccountId", "AtUtc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_log");

            migrationBuilder.DropColumn(
                name: "Channel",
                table: "letters");

            migrationBuilder.DropColumn(
                name: "TextsAgreedAtUtc",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "LastCodeStep",
                table: "accounts");
        }
    }
}
