using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Statistics;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>The service from end to end, through the application and a real database.</summary>
public sealed class StreetFaultTests
{
    [Fact]
    public async Task Every_file_of_the_workflows_folder_is_in_force()
    {
        await using var city = await TestCity.OpenAsync();
        var lines = await city.AskAsync<Publications, IReadOnlyList<PublicationLine>>(p => p.ListAsync(default));
        foreach (var line in lines.Where(l => l.LatestStatus != PublicationStatus.Published))
        {
            var detail = await city.AskAsync<Publications, PublicationDetail?>(p => p.GetAsync(line.Kind, line.Key, default));
            Assert.Fail($"{line.Kind} {line.Key}: {string.Join("; ", detail!.Versions[0].Errors.Select(e => e.Message))}");
        }

        Assert.True(lines.Count >= 20, $"only {lines.Count} files were found");
    }

    [Fact]
    public async Task A_repaired_fault_ends_positively_and_the_reporter_gets_every_letter()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);

        var receipt = await fault.FileAsync();
        await fault.RepairAsync(receipt.CaseId);
        Assert.Null(await fault.VerifyAsync(receipt.CaseId, "Ok"));
        await city.PassAsync(TimeSpan.FromDays(20));

        var c = await fault.CaseAsync(receipt.CaseId);
        Assert.Equal((Outcomes.Positive, "closed"), (c.Outcome, c.Stage));
        Assert.NotNull(c.ClosedAtUtc);
        Assert.True(c.DecidedOnTime);
        Assert.Equal("Finished", (await fault.RunAsync(receipt.CaseId)).SubStatus);
        var letters = city.Mail.Sent.Where(m => m.To == "nino@example.test").Select(m => m.Subject[(m.Subject.IndexOf(':') + 2)..]).ToList();
        Assert.Equal(["we have your report", "please check", "the answer to your report"], letters);
        Assert.Single(city.Mail.Sent, m => m.To == "inf@city.invalid");
        await AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_silent_reporter_is_taken_as_content_after_five_days()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.RepairAsync(receipt.CaseId);

        await city.PassAsync(TimeSpan.FromDays(3));
        Assert.Null((await fault.CaseAsync(receipt.CaseId)).Outcome);
        await city.PassAsync(TimeSpan.FromDays(5));

        Assert.Equal(Outcomes.Positive, (await fault.CaseAsync(receipt.CaseId)).Outcome);
        Assert.Empty(await fault.OpenTasksAsync(receipt.CaseId));
        await AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_place_that_our_map_does_not_offer_is_not_taken_into_the_register()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);

        var receipt = await fault.FileAsync(new JsonObject { ["place"] = new JsonObject { ["district"] = "evil", ["words"] = "Gorgiladze 12", ["lat"] = 0.0, ["lon"] = 0.0 } });

        var c = await fault.CaseAsync(receipt.CaseId);
        Assert.Equal((null, null, null), (c.District, c.Lat, c.Lon));
        Assert.DoesNotContain("evil", c.Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_that_is_still_there_is_worked_on_once_more_and_then_the_head_has_the_last_word()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.RepairAsync(receipt.CaseId);
        Assert.Null(await fault.VerifyAsync(receipt.CaseId, "NotOk"));
        Assert.Equal(1, (await fault.CaseAsync(receipt.CaseId)).Reopenings);

        await fault.MustAsync(receipt.CaseId, "work", "Fixed", StreetFault.Work());
        Assert.NotNull((await fault.CaseAsync(receipt.CaseId)).ClockStoppedAtUtc);
        await city.PassAsync(TimeSpan.FromDays(1));
        var before = (await fault.CaseAsync(receipt.CaseId)).DueAtUtc;
        await fault.MustAsync(receipt.CaseId, "verify-desk", "NotOk");

        // The city works again: the applicant sees who, the clock runs, and the day of waiting is not counted.
        var working = await fault.CaseAsync(receipt.CaseId);
        Assert.Equal(("last_word", null, before!.Value.AddDays(3)), (working.Stage, working.ClockStoppedAtUtc, working.DueAtUtc!.Value));
        await fault.MustAsync(receipt.CaseId, "last-word", "Close", new JsonObject { ["explanation"] = "The surface will be renewed as a whole next spring." });

        var c = await fault.CaseAsync(receipt.CaseId);
        Assert.Equal((Outcomes.PartlyPositive, "closed"), (c.Outcome, c.Stage));
        await AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Work_sent_back_twice_goes_to_the_head_of_unit_who_chooses()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.TriageAsync(receipt.CaseId, provider: "INF");
        await fault.MustAsync(receipt.CaseId, "accept", "SendBack");
        await fault.TriageAsync(receipt.CaseId, provider: "WAT");
        await fault.MustAsync(receipt.CaseId, "accept", "SendBack");

        await fault.MustAsync(receipt.CaseId, "arbitrate", "AssignTo", new JsonObject { ["provider"] = "SAN" });

        Assert.Equal("SAN", (await fault.TaskAsync(receipt.CaseId, "work")).Unit);
        await AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_refusal_gives_the_reason_and_the_way_to_appeal()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.RepairAsync(receipt.CaseId, "NotConfirmed");

        var withoutReason = await fault.CompleteAsync(receipt.CaseId, "explain", "Refuse");
        Assert.Equal("Desk.Answers", withoutReason!.Code);
        await fault.MustAsync(receipt.CaseId, "explain", "Refuse", new JsonObject { ["reasonCode"] = "within-norm", ["reason"] = "The kerb is within the permitted height of 15 cm." });
        await city.PassAsync(TimeSpan.FromSeconds(1));

        var c = await fault.CaseAsync(receipt.CaseId);
        Assert.Equal((Outcomes.Negative, "within-norm"), (c.Outcome, c.ReasonCode));
        var letter = Assert.Single(city.Mail.Sent, m => m.Subject.EndsWith("the answer to your report", StringComparison.Ordinal));
        Assert.Contains("within the permitted height", letter.Body, StringComparison.Ordinal);
        Assert.Contains("within one month", letter.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Duplicate", Outcomes.Terminated)]
    [InlineData("NotOurs", Outcomes.Redirected)]
    public async Task What_is_known_already_or_not_ours_is_closed_at_triage(string outcome, string expected)
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.MustAsync(receipt.CaseId, "triage", outcome, new JsonObject { ["category"] = "pothole", ["note"] = "See the case of yesterday" });
        var c = await fault.CaseAsync(receipt.CaseId);
        Assert.Equal((expected, "closed"), (c.Outcome, c.Stage));
        await AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task An_answered_case_can_be_opened_again_once_within_fourteen_days()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.RepairAsync(receipt.CaseId);
        await fault.VerifyAsync(receipt.CaseId, "Ok");
        await city.PassAsync(TimeSpan.FromDays(2));

        var view = await city.AskAsync<Following, FollowView?>(f => f.FindAsync(receipt.Number, receipt.Secret, default));
        Assert.True(view!.MayReopen);
        Assert.Null(await city.AskAsync<Following, Refusal?>(f => f.ReopenAsync(receipt.CaseId, "The hole is back", Actor.Anonymous, IntentKey.New(), default)));

        Assert.Null((await fault.CaseAsync(receipt.CaseId)).Outcome);
        var figures = await FiguresAsync(city);
        Assert.Equal((1, 0, 1, 1), (figures.Received, figures.Positive, figures.Pending, figures.Reopened));
        await fault.MustAsync(receipt.CaseId, "work", "Fixed", StreetFault.Work());
        await fault.VerifyAsync(receipt.CaseId, "Ok");
        var again = await city.AskAsync<Following, Refusal?>(f => f.ReopenAsync(receipt.CaseId, "Once more", Actor.Anonymous, IntentKey.New(), default));
        Assert.Equal("Follow.CannotReopen", again!.Code);
        await AssertProvenAsync(city, 1);
    }

    [Theory]
    [InlineData("P1", "2026-11-24T08:00:00")]
    [InlineData("P2", "2026-11-25T06:00:00")]
    [InlineData("P3", "2026-11-27T19:59:59")]
    [InlineData("P4", "2026-12-08T19:59:59")]
    public async Task The_priority_sets_the_term_from_registration(string priority, string due)
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        city.Time.Advance(TimeSpan.FromMinutes(30));
        await fault.TriageAsync(receipt.CaseId, priority);
        Assert.Equal(DateTime.Parse(due, System.Globalization.CultureInfo.InvariantCulture), (await fault.CaseAsync(receipt.CaseId)).DueAtUtc);
    }

    private static Task<ServiceFigures> FiguresAsync(TestCity city) =>
        city.AskAsync<ServiceStatistics, ServiceFigures>(s => s.ForAsync("street-fault", new(2026, 1, 1), new(2027, 12, 31), default));

    internal static async Task AssertProvenAsync(TestCity city, int runs)
    {
        var report = await city.AskAsync<Replay, ReplayReport>(r => r.RunAsync(default));
        Assert.Empty(report.Differences);
        Assert.Equal(runs, report.Runs);
        Assert.Empty(await city.AskAsync<Recount, IReadOnlyList<string>>(r => r.DifferencesAsync(default)));
        Assert.Empty(await city.QueryAsync(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(db.Set<Letter>().Where(l => l.Status == LetterStatus.Failed))));
    }
}
