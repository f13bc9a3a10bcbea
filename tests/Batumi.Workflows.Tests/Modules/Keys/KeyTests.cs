using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Modules.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.Keys;

public sealed class KeyTests
{
    [Fact]
    public void A_key_folder_inside_the_data_folder_is_refused()
    {
        var data = Directory.CreateTempSubdirectory().FullName;
        var error = Assert.Throws<SettingsException>(() => MasterKeys.Open(new(Path.Combine(data, "keys"), CreateIfMissing: true), data));
        Assert.Contains("lies in Data:Folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_key_nothing_opens()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        Assert.Throws<SettingsException>(() => MasterKeys.Open(new(folder, CreateIfMissing: false), "/elsewhere"));
    }

    [Fact]
    public void A_sealed_value_opens_only_in_its_own_place_and_only_unchanged()
    {
        var key = new OpenKey(RandomNumberGenerator.GetBytes(32));
        var box = key.Seal("ნინო", "journal/a/1");
        Assert.Equal("ნინო", key.Open(box, "journal/a/1"));
        Assert.ThrowsAny<CryptographicException>(() => key.Open(box, "journal/a/2"));
        box[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => key.Open(box, "journal/a/1"));
        Assert.ThrowsAny<CryptographicException>(() => key.Open([1, 2, 3], "journal/a/1"));
    }

    [Fact]
    public void A_running_site_takes_up_a_new_master_key_by_itself()
    {
        var settings = new KeySettings(Path.Combine(Directory.CreateTempSubdirectory().FullName, "keys"), CreateIfMissing: true);
        var (running, reading) = (MasterKeys.Open(settings, "/elsewhere"), MasterKeys.Open(settings, "/elsewhere"));
        var old = running.Wrap("before"u8, "here"u8);

        MasterKeys.AddNext(settings.Folder);
        var wrapped = MasterKeys.Open(settings, "/elsewhere").Wrap("after"u8, "here"u8);

        Parallel.For(0, 100, _ => Assert.Equal("after"u8.ToArray(), reading.Unwrap(wrapped, "here"u8)));
        Assert.Equal(2, MasterKeys.VersionOf(running.Wrap("after"u8, "here"u8)));
        Assert.Equal("before"u8.ToArray(), running.Unwrap(old, "here"u8));
        wrapped[3] = 99;
        Assert.Throws<CryptographicException>(() => reading.Unwrap(wrapped, "here"u8));
    }

    [Fact]
    public async Task A_rotation_wraps_every_key_anew_and_everything_still_opens()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        var person = await city.AskAsync<Staffing, Answer<Welcome>>(s => s.CreateAsync(new("number@city.test", "Number", "ka", "01234567890", []), Actor.System, default));
        Assert.Null(person.Refused);

        var version = MasterKeys.AddNext(city.Settings.Keys.Folder);
        var renewed = MasterKeys.Open(city.Settings.Keys, city.Settings.DataFolder);
        var done = await city.AskAsync<Application.Data.CityDb, int>(db => new KeyRotation(db, renewed, new(renewed)).RunAsync(default));
        var again = await city.AskAsync<Application.Data.CityDb, int>(db => new KeyRotation(db, renewed, new(renewed)).RunAsync(default));

        Assert.Equal((2, 0), (done, again));
        var key = await city.QueryAsync(db => db.Set<CaseKey>().FirstAsync(k => k.CaseId == receipt.CaseId));
        Assert.Equal(version, MasterKeys.VersionOf(key.Wrapped));
        var account = await city.QueryAsync(db => db.Set<Account>().FirstAsync(a => a.Id == person.Value!.AccountId));
        Assert.Equal("01234567890", new PersonalNumbers(renewed).Open(account.PersonalNumberCipher!, account.Id));
        Assert.NotNull(await city.AskAsync<Application.Data.CityDb, OpenKey?>(db => new CaseKeys(db, renewed, city.Time).OpenAsync(receipt.CaseId, CaseKey.Applicant, default)));
    }

    [Theory]
    [InlineData("0123456789")]
    [InlineData("012345678901")]
    [InlineData("0123456789a")]
    [InlineData("٠١٢٣٤٥٦٧٨٩٠")]
    public async Task A_personal_number_is_eleven_digits(string number)
    {
        await using var city = await TestCity.OpenAsync();
        var made = await city.AskAsync<Staffing, Answer<Welcome>>(s => s.CreateAsync(new("a@city.test", "A", "ka", number, []), Actor.System, default));
        Assert.Equal("PersonalNumber.Malformed", made.Refused!.Code);
    }

    [Fact]
    public async Task Two_accounts_cannot_share_a_personal_number()
    {
        await using var city = await TestCity.OpenAsync();
        await city.AskAsync<Staffing, Answer<Welcome>>(s => s.CreateAsync(new("a@city.test", "A", "ka", "01234567890", []), Actor.System, default));
        var second = await city.AskAsync<Staffing, Answer<Welcome>>(s => s.CreateAsync(new("b@city.test", "B", "ka", "01234567890", []), Actor.System, default));
        Assert.Equal("Person.NumberTaken", second.Refused!.Code);
    }

    [Fact]
    public async Task What_is_append_only_holds_no_personal_value_and_erasing_leaves_none_anywhere()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        string[] personal = ["Nino Tester", "nino@example.test", "+995555123456", StreetFault.Description, "Gorgiladze 12", receipt.Secret];
        await fault.RepairAsync(receipt.CaseId);
        await fault.VerifyAsync(receipt.CaseId, "Ok");
        Assert.Equal("Erase.StillOpen", (await EraseAsync(city, receipt.CaseId))!.Code);
        await city.PassAsync(TimeSpan.FromDays(15));

        var before = await DumpAsync(city, "journal", "letters", "files", "stat_facts", "stages", "intents", "tasks", "timers", "runs");
        Assert.All(personal, value => Assert.DoesNotContain(value, before, StringComparison.Ordinal));
        Assert.Contains("Nino Tester", await DumpAsync(city, "cases"), StringComparison.Ordinal);

        Assert.Equal("Erase.WhyTooLong", (await EraseAsync(city, receipt.CaseId, new string('x', 501)))!.Code);
        Assert.Null(await EraseAsync(city, receipt.CaseId));
        Assert.Equal("asked by the person", await city.QueryAsync(db => db.Set<JournalEntry>().Where(e => e.Kind == JournalKind.Erased).Select(e => e.ErasedBecause).SingleAsync()));
        var after = await DumpAsync(city, [.. await TablesAsync(city)]);
        Assert.All(personal, value => Assert.DoesNotContain(value, after, StringComparison.Ordinal));
        Assert.Null(await city.AskAsync<Following, FollowView?>(f => f.FindAsync(receipt.Number, receipt.Secret, default)));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Retention_erases_by_itself_when_its_time_has_come()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.MustAsync(receipt.CaseId, "triage", "Duplicate", new() { ["category"] = "pothole" });

        city.Time.Advance(TimeSpan.FromDays(1094));
        Assert.Equal(0, await city.AskAsync<Erasing, int>(e => e.EraseDueAsync(default)));
        city.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await city.AskAsync<Erasing, int>(e => e.EraseDueAsync(default)));

        Assert.Null((await fault.CaseAsync(receipt.CaseId)).ApplicantName);
        Assert.Equal("terminated", (await fault.CaseAsync(receipt.CaseId)).Outcome);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    private static Task<Refusal?> EraseAsync(TestCity city, Guid id, string why = "asked by the person") => city.AskAsync<Erasing, Refusal?>(e => e.EraseAsync(id, Actor.System, why, default));

    private static async Task<List<string>> TablesAsync(TestCity city)
    {
        await using var connection = new SqliteConnection(city.Settings.Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select name from sqlite_master where type = 'table'";
        await using var rows = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync()) names.Add(rows.GetString(0));
        return names;
    }

    /// <summary>Every value of the tables, bytes also read as text.</summary>
    private static async Task<string> DumpAsync(TestCity city, params string[] tables)
    {
        await using var connection = new SqliteConnection(city.Settings.Database.ConnectionString);
        await connection.OpenAsync();
        var all = new StringBuilder();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // table names come from this test
            command.CommandText = $"select * from \"{table}\"";
#pragma warning restore CA2100
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                for (var i = 0; i < rows.FieldCount; i++) all.AppendLine(rows.GetValue(i) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(rows.GetValue(i), System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return all.ToString();
    }
}
