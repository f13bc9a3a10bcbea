using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Files;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Statistics;
using Batumi.Workflows.Tests.Modules.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Data;

/// <summary>What every database must do alike. Each scenario runs on SQLite, on a real PostgreSQL, and on SQL Server where one is given.</summary>
internal static class Scenarios
{
    public static async Task AStreetFaultFromReportToAnswer(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.RepairAsync(receipt.CaseId);
        await fault.VerifyAsync(receipt.CaseId, "Ok");
        await city.PassAsync(TimeSpan.FromDays(15));

        Assert.Equal("closed", (await fault.CaseAsync(receipt.CaseId)).Stage);
        Assert.Equal(3, city.Mail.Sent.Count(m => m.To == "nino@example.test"));
        var figures = await city.AskAsync<ServiceStatistics, ServiceFigures>(s => s.ForAsync("street-fault", new(2026, 11, 1), new(2026, 12, 31), default));
        Assert.Equal((1, 1, 0), (figures.Received, figures.Positive, figures.Pending));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    public static async Task TwoOfficersRaceAndNothingIsLostOrDoubled(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        var fault = new StreetFault(city);
        var dispatcher = await fault.PersonAsync(Roles.Dispatcher, "MSA");
        var officers = new List<Actor> { dispatcher };
        for (var i = 0; i < 3; i++) officers.Add((await NewOfficerAsync(city, i))!);

        for (var round = 0; round < 5; round++)
        {
            var receipt = await fault.FileAsync();
            var task = await fault.TaskAsync(receipt.CaseId, "triage");
            var revision = (await fault.RunAsync(receipt.CaseId)).Revision;
            var answers = await Task.WhenAll(officers.Select(officer => Task.Run(async () =>
            {
                var claim = await city.AskAsync<TaskDesk, Refusal?>(d => d.ClaimAsync(task.Id, officer, default));
                var end = await city.AskAsync<TaskDesk, Refusal?>(d => d.CompleteAsync(new(task.Id, "Assign", StreetFault.Triage(), IntentKey.New(), revision), officer, default));
                return (claim, end);
            })));

            Assert.Single(answers, a => a.claim is null);
            Assert.Single(answers, a => a.end is null);
            Assert.All(answers.Where(a => a.end is not null), a => Assert.Contains(a.end!.Code, new[] { "Desk.NotYours", "Desk.TaskClosed" }));
            Assert.Equal(2, (await fault.RunAsync(receipt.CaseId)).Turn);
            Assert.Single(await fault.OpenTasksAsync(receipt.CaseId));
        }

        await StreetFaultTests.AssertProvenAsync(city, 5);
    }

    public static async Task TwoAnswersToTheSameQuestionEndItOnce(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        var fault = new StreetFault(city);
        var dispatcher = await fault.PersonAsync(Roles.Dispatcher, "MSA");
        for (var round = 0; round < 5; round++)
        {
            var receipt = await fault.FileAsync();
            await fault.RepairAsync(receipt.CaseId);
            var (reporters, desk) = (await fault.TaskAsync(receipt.CaseId, "verify"), await fault.TaskAsync(receipt.CaseId, "verify-desk"));
            await city.AskAsync<TaskDesk, Refusal?>(d => d.ClaimAsync(desk.Id, dispatcher, default));
            var revision = (await fault.RunAsync(receipt.CaseId)).Revision;

            var results = await Task.WhenAll(
                Task.Run(() => city.AskAsync<Following, Refusal?>(f => f.AnswerAsync(receipt.CaseId, reporters.Id, "Ok", [], Actor.Anonymous, IntentKey.New(), default))),
                Task.Run(() => city.AskAsync<TaskDesk, Refusal?>(d => d.CompleteAsync(new(desk.Id, "Ok", [], IntentKey.New(), revision), dispatcher, default))));

            Assert.Single(results, r => r is null);
            Assert.Equal(Outcomes.Positive, (await fault.CaseAsync(receipt.CaseId)).Outcome);
            Assert.Empty(await fault.OpenTasksAsync(receipt.CaseId));
        }

        await StreetFaultTests.AssertProvenAsync(city, 5);
    }

    public static async Task TheSameIntentGivesTheFirstReceiptAgain(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        var fault = new StreetFault(city);
        var draft = await fault.DraftAsync();
        var intent = IntentKey.New();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
            city.AskAsync<Requesting, Answer<Receipt>>(r => r.FileAsync(draft.Id, Actor.Anonymous, intent, default)))));

        Assert.All(answers, a => Assert.Null(a.Refused));
        Assert.Single(answers.Select(a => a.Value!.Number).Distinct());
        Assert.Equal(1, await city.QueryAsync(db => db.Set<Case>().CountAsync()));
        var later = await city.AskAsync<Requesting, Answer<Receipt>>(r => r.FileAsync(draft.Id, Actor.Anonymous, IntentKey.New(), default));
        Assert.Equal(answers[0].Value!.Number, later.Value!.Number);
    }

    public static async Task ADraftThatIsWrittenOnWhileItIsSentIsFiledWholeOrNotAtAll(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        var fault = new StreetFault(city);
        for (var round = 0; round < 8; round++)
        {
            var draft = await fault.DraftAsync();
            var words = $"Words of the other window, round {round}";
            var saving = Task.Run(() => city.AskAsync<Drafts, Refusal?>(d => d.SaveAsync(draft.Id, new() { ["description"] = words }, ["description"], default)));
            var sending = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
                city.AskAsync<Requesting, Answer<Receipt>>(r => r.FileAsync(draft.Id, Actor.Anonymous, IntentKey.New(), default)))));

            var (kept, sent) = (await saving, await sending);
            Assert.All(sent, s => Assert.True(s.Refused is null or { Code: "Draft.Changed" }, $"{s.Refused}"));
            if (sent.FirstOrDefault(s => !s.IsRefused).Value is not { } receipt) continue;
            var description = (await fault.CaseAsync(receipt.CaseId)).Answers;
            Assert.Equal(kept is null, description.Contains(words, StringComparison.Ordinal));
        }
    }

    public static async Task OfManyPicturesSentAtOnceFiveAreTaken(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        var draft = await new StreetFault(city).DraftAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(() =>
            city.AskAsync<Drafts, Answer<DraftFile>>(d => d.AddFileAsync(draft.Id, "pictures", $"{n}.jpg", new MemoryStream(Report.Jpeg), default)))));

        Assert.Equal((5, 7), (answers.Count(a => !a.IsRefused), answers.Count(a => a.Refused?.Code == "File.TooMany")));
        Assert.Equal(5, await city.QueryAsync(db => db.Set<CaseFile>().CountAsync(f => f.CaseId == draft.Id)));
        Assert.Equal(5, Directory.GetFiles(Path.Combine(city.Settings.DataFolder, "files")).Length);
    }

    public static async Task TwoNodesShareTheWorkAndNeitherDoublesIt(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        var fault = new StreetFault(city);
        for (var i = 0; i < 8; i++) await fault.FileAsync(new JsonObject { ["email"] = $"person{i}@example.test" });

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => city.AskAsync<Outbox, int>(o => o.SendDueAsync(default)))));

        Assert.Equal(8, city.Mail.Sent.Count);
        Assert.Equal(8, city.Mail.Sent.Select(m => m.Key).Distinct().Count());
    }

    public static async Task ListsFiltersAndFoldersAnswer(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        var dispatcher = await fault.PersonAsync(Roles.Dispatcher, "MSA");
        var crew = await fault.PersonAsync(Roles.ProviderCrew, "INF");
        var filter = new TaskFilter(Mine: false, "street-fault", "triage", OverdueOnly: false, Search: receipt.Number[3..9]);

        var list = await city.AskAsync<TaskLists, TaskList>(l => l.ListAsync(dispatcher, filter, default));
        Assert.Equal(receipt.Number, Assert.Single(list.Lines).CaseNumber);
        Assert.Empty((await city.AskAsync<TaskLists, TaskList>(l => l.ListAsync(crew, filter, default))).Lines);
        Assert.Empty((await city.AskAsync<TaskLists, TaskList>(l => l.ListAsync(dispatcher, filter with { Mine = true }, default))).Lines);
        Assert.Empty((await city.AskAsync<TaskLists, TaskList>(l => l.ListAsync(dispatcher, filter with { OverdueOnly = true }, default))).Lines);

        var folder = await city.AskAsync<CaseFolder, Answer<CaseView>>(f => f.OpenAsync(receipt.CaseId, dispatcher, default));
        Assert.Contains(folder.Value!.Answers, a => a.Value.En.Contains(StreetFault.Description, StringComparison.Ordinal));
        Assert.Single(folder.Value.Journal);
        Assert.Equal("Case.Foreign", (await city.AskAsync<CaseFolder, Answer<CaseView>>(f => f.OpenAsync(receipt.CaseId, crew, default))).Refused!.Code);
        Assert.NotEmpty((await city.AskAsync<OutboxDesk, LetterPage>(o => o.ListAsync(LetterStatus.Waiting, 1, default))).Lines);
        Assert.Empty((await city.AskAsync<IncidentDesk, IncidentPage>(i => i.ListAsync(true, 1, default))).Lines);
    }

    public static async Task ASearchAsksForNoCapitals(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        var fault = new StreetFault(city);
        var latin = await fault.FileAsync();
        var georgian = await fault.FileAsync(new JsonObject { ["name"] = "ნინო ბერიძე" });
        var cyrillic = await fault.FileAsync(new JsonObject { ["name"] = "Нина Беридзе" });
        var dispatcher = await fault.PersonAsync(Roles.Dispatcher, "MSA");

        foreach (var (search, number) in new[] { ("nino TEST", latin.Number), (latin.Number.ToLowerInvariant()[..12], latin.Number), ("ბერი", georgian.Number), ("Нина", cyrillic.Number) })
        {
            var list = await city.AskAsync<TaskLists, TaskList>(l => l.ListAsync(dispatcher, new(Mine: false, Search: search), default));
            Assert.Equal(number, Assert.Single(list.Lines).CaseNumber);
        }

        foreach (var search in new[] { "DISPATCHER msa", "Dispatcher.Msa.0@CITY" })
            Assert.Equal(1, (await city.AskAsync<Application.People.Staffing, Application.People.PeoplePage>(s => s.PeopleAsync(search, 1, default))).Total);
        Assert.Single(await city.AskAsync<Application.Catalog.ServiceCatalog, IReadOnlyList<Application.Catalog.ServicePage>>(c => c.FindAsync("STREET fault", default)));
    }

    private static async Task<Actor?> NewOfficerAsync(TestCity city, int number)
    {
        var made = await city.AskAsync<Application.People.Staffing, Answer<Application.People.Welcome>>(s => s.CreateAsync(
            new($"second{number}@city.test", $"Second {number}", "en", null, [new(Roles.Dispatcher, "MSA")]), Actor.System, default));
        return await city.AskAsync<Application.People.Staffing, Actor?>(s => s.ActorAsync(made.Value!.AccountId, default));
    }
}
