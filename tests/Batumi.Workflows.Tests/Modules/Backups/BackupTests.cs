using Batumi.Workflows.Application.Backups;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Data;
using Batumi.Workflows.Tests.Data.SqlServer;
using Batumi.Workflows.Tests.Modules.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.Backups;

/// <summary>A city is copied while it works, and the copy is a city that goes on working.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("backup-").FullName;

    private string Copy => Path.Combine(folder, "copy");

    private string Keys => Path.Combine(folder, "apart");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public Task A_backup_taken_while_requests_are_filed_is_carried_on_elsewhere_on_SQLite() => CarriedOnAsync(null, null);

    [PostgresFact]
    public async Task A_backup_taken_while_requests_are_filed_is_carried_on_elsewhere_on_PostgreSQL() =>
        await CarriedOnAsync(new(DatabaseProvider.Postgres, await PostgresServer.NewDatabaseAsync()), new(DatabaseProvider.Postgres, await PostgresServer.NewDatabaseAsync()));

    [Theory]
    [InlineData("copy", "copy/keys", "Backup.KeysInside")]
    [InlineData("copy", "copy", "Backup.KeysInside")]
    [InlineData("copy/data", "copy", "Backup.KeysInside")]
    [InlineData("full", "apart", "Backup.NotEmpty")]
    [InlineData("copy", "full", "Backup.NotEmpty")]
    public async Task Keys_lie_apart_and_nothing_is_written_over(string copy, string keys, string code)
    {
        Directory.CreateDirectory(Path.Combine(folder, "full"));
        await File.WriteAllTextAsync(Path.Combine(folder, "full", "letter.txt"), "kept");
        await using var city = await TestCity.OpenAsync();

        Assert.Equal(code, (await MakeAsync(city, Path.Combine(folder, copy), Path.Combine(folder, keys))).Refused?.Code);
        Assert.Equal(["full"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("manifest.json", "{", "Backup.NoManifest")]
    [InlineData("manifest.json", null, "Backup.NoManifest")]
    [InlineData("manifest.json", "{}", "Backup.NoManifest")]
    [InlineData("database", "changed", "Backup.Damaged")]
    [InlineData("database", null, "Backup.Damaged")]
    [InlineData("files/more", "added", "Backup.Damaged")]
    [InlineData("manifest.json", """{ "Provider": "Postgres" }""", "Backup.OtherProvider")]
    [InlineData("manifest.json", """{ "Schema": "20991231235959_Later" }""", "Backup.Newer")]
    public async Task What_cannot_be_trusted_is_not_restored(string file, string? content, string code)
    {
        await using (var city = await TestCity.OpenAsync()) Assert.Null((await MakeAsync(city, Copy, Keys)).Refused);
        var path = Path.Combine(Copy, file);
        if (content is null) File.Delete(path);
        else await File.WriteAllTextAsync(path, content.Contains(':', StringComparison.Ordinal) ? Changed(await File.ReadAllTextAsync(path), content) : content);

        await using var target = await TestCity.OpenAsync(before: async city =>
        {
            Assert.Equal(code, (await RestoreAsync(city)).Refused?.Code);
            Assert.False(Directory.Exists(city.Settings.DataFolder) || Directory.Exists(city.Settings.Keys.Folder));
        });
    }

    [Fact]
    public async Task A_city_is_not_written_over()
    {
        await using var city = await TestCity.OpenAsync();
        Assert.Null((await MakeAsync(city, Copy, null)).Refused);
        Assert.Equal(["database", "files", "manifest.json"], Directory.GetFileSystemEntries(Copy).Select(Path.GetFileName).Order());

        Assert.Equal("Backup.NotEmpty", (await RestoreAsync(city, null)).Refused?.Code);
    }

    [PostgresFact]
    public async Task Where_PostgreSQLs_tools_are_missing_that_is_said()
    {
        var database = await PostgresServer.NewDatabaseAsync();
        await using var city = await TestCity.OpenAsync(new(DatabaseProvider.Postgres, database));

        var (exitCode, _, error) = await Hosting.StartUpTests.RunAsync(
            new() { ["Database:Provider"] = "Postgres", ["ConnectionStrings:City"] = database, ["Keys:Folder"] = city.Settings.Keys.Folder, ["Data:Folder"] = city.Settings.DataFolder, ["PATH"] = folder },
            "backup", Copy);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("This program is not on the PATH: pg_dump.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SQL_Server_is_told_in_its_own_words()
    {
        await using var db = MigrationTests.Open("SqlServer");
        var copy = new DatabaseCopy(db, new(DatabaseProvider.SqlServer, ""));

        foreach (var refused in new[] { await copy.SaveAsync("", default), await copy.LoadAsync("", default) })
        {
            Assert.Equal("Backup.SqlServer", refused!.Code);
            Assert.Empty(TSql.Complaints(refused.Details[0]));
        }
    }

    private async Task CarriedOnAsync(DatabaseSettings? from, DatabaseSettings? to)
    {
        await using var city = await TestCity.OpenAsync(from);
        var fault = new StreetFault(city);
        var pictured = await PicturedAsync(city, fault);
        await fault.TriageAsync(pictured);
        using var enough = new CancellationTokenSource();
        var filing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested) await PicturedAsync(city, fault);
        });
        Assert.Null((await MakeAsync(city, Copy, Keys)).Refused);
        await enough.CancelAsync();
        await filing;

        await using var restored = await TestCity.OpenAsync(to, before: async target => Assert.Null((await RestoreAsync(target)).Refused));
        var cases = await restored.QueryAsync(db => db.Set<Case>().Select(c => c.Id).ToListAsync());
        Assert.Contains(pictured, cases);
        await StreetFaultTests.AssertProvenAsync(restored, cases.Count);
        foreach (var id in cases) await AssertPictureAsync(restored, id);

        var again = new StreetFault(restored, "restored.test");
        await again.MustAsync(pictured, "accept", "Accept");
        await again.MustAsync(pictured, "work", "Fixed", StreetFault.Work());
        Assert.Null(await again.VerifyAsync(pictured, "Ok"));
        Assert.Equal(Outcomes.Positive, (await again.CaseAsync(pictured)).Outcome);
        await restored.PassAsync(TimeSpan.FromHours(1));
        Assert.Contains(restored.Mail.Sent, mail => mail.To == "nino@example.test");
        await StreetFaultTests.AssertProvenAsync(restored, cases.Count);
    }

    private static async Task<Guid> PicturedAsync(TestCity city, StreetFault fault)
    {
        var draft = await fault.DraftAsync();
        Assert.Null((await city.AskAsync<Drafts, Answer<DraftFile>>(d => d.AddFileAsync(draft.Id, "pictures", "hole.jpg", new MemoryStream(Report.Jpeg), default))).Refused);
        return (await city.AskAsync<Requesting, Answer<Receipt>>(r => r.FileAsync(draft.Id, Actor.Anonymous, IntentKey.New(), default))).Value!.CaseId;
    }

    private static async Task AssertPictureAsync(TestCity city, Guid id)
    {
        var file = await city.QueryAsync(db => db.Set<Application.Files.CaseFile>().SingleAsync(f => f.CaseId == id));
        var opened = await city.AskAsync<Drafts, (Stream Content, string ContentType)?>(d => d.OpenFileAsync(id, file.Id, default));
        using var bytes = new MemoryStream();
        await opened!.Value.Content.CopyToAsync(bytes);
        Assert.Equal(Report.Jpeg, bytes.ToArray());
    }

    private static string Changed(string manifest, string change)
    {
        var all = System.Text.Json.Nodes.JsonNode.Parse(manifest)!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject()) all[name] = value?.DeepClone();
        return all.ToJsonString();
    }

    private static Task<Answer<BackupManifest>> MakeAsync(TestCity city, string copy, string? keys) => city.AskAsync<CityBackup, Answer<BackupManifest>>(b => b.MakeAsync(copy, keys, default));

    private Task<Answer<BackupManifest>> RestoreAsync(TestCity city) => RestoreAsync(city, Keys);

    private Task<Answer<BackupManifest>> RestoreAsync(TestCity city, string? keys) => city.AskAsync<CityRestore, Answer<BackupManifest>>(r => r.RunAsync(Copy, keys, default));
}
