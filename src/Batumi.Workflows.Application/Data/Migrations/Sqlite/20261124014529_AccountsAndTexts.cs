using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Batumi.Workflows.Application.Data.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Mail");

            migrationBuilder.AddColumn<DateTime>(
                name: "TextsAgreedAtUtc",
                table: "cases",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastCodeStep",
                table: "accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_log",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ByAccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Act = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    Why = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
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
