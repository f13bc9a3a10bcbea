using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>The extract on a plot's functional zone from end to end.</summary>
public sealed class ZoneExtractTests
{
    [Fact]
    public async Task A_zone_that_is_found_is_certified_and_signed_by_another_person()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var receipt = await planning.FileExtractAsync();
        Assert.StartsWith("ZE-2026-", receipt.Number, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2026, 12, 1, 19, 59, 59, DateTimeKind.Utc), receipt.DueAtUtc);
        Assert.Equal(new("case_officer", "URB", new DateTime(2026, 11, 27, 19, 59, 59)), await planning.TaskAsync(receipt.CaseId, "formal-check"));

        await ReviewedAsync(planning, receipt.CaseId, "Found", Planning.Found());
        await city.PassAsync(TimeSpan.FromSeconds(1));

        var c = await planning.CaseAsync(receipt.CaseId);
        Assert.Equal((Outcomes.Positive, "zone-found", "closed", true), (c.Outcome, c.ReasonCode, c.Stage, c.DecidedOnTime));
        Assert.Contains("Medium-density residential zone", planning.LastLetter(), StringComparison.Ordinal);
        Assert.Contains($"Number of the extract: {receipt.Number}", planning.LastLetter(), StringComparison.Ordinal);
        Assert.Equal(["we have your request", "your extract is ready"], city.Mail.Sent.Select(m => m.Subject[(m.Subject.IndexOf(':') + 2)..]));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task No_record_is_certified_too_and_counts_as_positive()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var receipt = await planning.FileExtractAsync();
        await ReviewedAsync(planning, receipt.CaseId, "NotFound", new JsonObject { ["searched"] = "The zoning map of 2012 and its changes" });
        await city.PassAsync(TimeSpan.FromSeconds(1));

        var c = await planning.CaseAsync(receipt.CaseId);
        Assert.Equal((Outcomes.Positive, "zone-not-found"), (c.Outcome, c.ReasonCode));
        Assert.Contains("certifies that there is none", planning.LastLetter(), StringComparison.Ordinal);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Without_a_right_to_the_data_the_letter_says_why_and_the_last_day_to_appeal()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var receipt = await planning.FileExtractAsync();
        await planning.MustAsync(receipt.CaseId, "formal-check", "Complete");
        Assert.Equal("Desk.Answers", (await planning.CompleteAsync(receipt.CaseId, "check-right", "NoRight"))!.Code);
        await planning.MustAsync(receipt.CaseId, "check-right", "NoRight", new JsonObject { ["reasonCode"] = "no-authority", ["reason"] = "The power of attorney ended in May 2026." });
        await planning.MustAsync(receipt.CaseId, "sign", "Sign");
        await city.PassAsync(TimeSpan.FromSeconds(1));

        var c = await planning.CaseAsync(receipt.CaseId);
        Assert.Equal((Outcomes.Negative, "no-authority"), (c.Outcome, c.ReasonCode));
        Assert.Contains("ended in May 2026", planning.LastLetter(), StringComparison.Ordinal);
        Assert.Contains("24 December 2026", planning.LastLetter(), StringComparison.Ordinal);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_flaw_is_corrected_while_the_clock_stands_still()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var receipt = await planning.FileExtractAsync();
        await planning.FlawAsync(receipt.CaseId, days: 7);
        await city.PassAsync(TimeSpan.FromDays(2));
        Assert.Contains("The last day: 1 December 2026", planning.LastLetter(), StringComparison.Ordinal);
        Assert.Equal(("flaw", true), ((await planning.CaseAsync(receipt.CaseId)).Stage, (await planning.CaseAsync(receipt.CaseId)).ClockStoppedAtUtc is not null));

        await planning.CorrectAsync(receipt.CaseId);

        var c = await planning.CaseAsync(receipt.CaseId);
        Assert.Equal(("formal_check", null, receipt.DueAtUtc!.Value.AddDays(2)), (c.Stage, c.ClockStoppedAtUtc, c.DueAtUtc!.Value));
        await ReviewedAsync(planning, receipt.CaseId, "Found", Planning.Found());
        Assert.Equal(Outcomes.Positive, (await planning.CaseAsync(receipt.CaseId)).Outcome);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_flaw_that_nobody_corrects_in_ten_days_leaves_the_request_without_consideration()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var receipt = await planning.FileExtractAsync();
        await planning.FlawAsync(receipt.CaseId);
        await city.PassAsync(TimeSpan.FromDays(9));
        Assert.Equal(["correct"], await planning.OpenAsync(receipt.CaseId));
        await city.PassAsync(TimeSpan.FromDays(4));
        await city.PassAsync(TimeSpan.FromSeconds(1));

        var c = await planning.CaseAsync(receipt.CaseId);
        Assert.Equal((Outcomes.LeftWithoutConsideration, "flaw-not-corrected", "closed"), (c.Outcome, c.ReasonCode, c.Stage));
        Assert.Contains("no answer in time", planning.LastLetter(), StringComparison.Ordinal);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public async Task A_flaw_has_from_five_to_fifteen_days(int days)
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var receipt = await planning.FileExtractAsync();
        var refused = await planning.CompleteAsync(receipt.CaseId, "formal-check", "Flaw", new JsonObject { ["missing"] = "The plan is not signed.", ["flawDays"] = days });
        Assert.Equal(("Desk.Answers", "flawDays"), (refused!.Code, refused.Details[0]));
    }

    [Fact]
    public async Task A_second_round_needs_the_head_of_the_unit_and_there_is_no_third()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = (await planning.FileExtractAsync()).CaseId;
        var why = new JsonObject { ["reason"] = "A new paper came to light." };
        await planning.FlawAsync(id);
        await planning.CorrectAsync(id);
        await planning.FlawAsync(id);
        Assert.Equal("unit_head", (await planning.TaskAsync(id, "second-round")).Role);
        await planning.MustAsync(id, "second-round", "Approve", why);
        await planning.CorrectAsync(id);
        await planning.FlawAsync(id);
        Assert.Equal(["last-round"], await planning.OpenAsync(id));
        await planning.MustAsync(id, "last-round", "LeaveOut", why);

        Assert.Equal((Outcomes.LeftWithoutConsideration, "A new paper came to light."), ((await planning.CaseAsync(id)).Outcome, (await planning.CaseAsync(id)).Reason));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task What_another_body_decides_is_passed_on()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = (await planning.FileExtractAsync()).CaseId;
        await planning.MustAsync(id, "formal-check", "NotOurs", new JsonObject { ["body"] = "Khelvachauri municipality" });
        await city.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((Outcomes.Redirected, "not-ours", "closed"), ((await planning.CaseAsync(id)).Outcome, (await planning.CaseAsync(id)).ReasonCode, (await planning.CaseAsync(id)).Stage));
        Assert.Contains("Khelvachauri municipality", planning.LastLetter(), StringComparison.Ordinal);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_personal_number_is_sealed_in_draft_and_register_and_read_by_the_officer_only()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var receipt = await planning.FileExtractAsync();

        Assert.DoesNotContain(Planning.PersonalNumber, (await planning.CaseAsync(receipt.CaseId)).Answers, StringComparison.Ordinal);
        var officer = await new StreetFault(city).PersonAsync(Roles.CaseOfficer, "URB");
        var folder = await city.AskAsync<CaseFolder, Answer<CaseView>>(f => f.OpenAsync(receipt.CaseId, officer, default));
        Assert.Contains(folder.Value!.Answers, a => a.Value.En == Planning.PersonalNumber);
        var followed = await city.AskAsync<Following, FollowView?>(f => f.FindAsync(receipt.Number, receipt.Secret, default));
        Assert.Contains(followed!.Answers, a => a.FieldKey == "personalNumber" && a.Value.En == "kept encrypted");
    }

    [Fact]
    public async Task Answers_to_hidden_questions_are_not_stored()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var answers = Planning.Extract();
        answers["companyCode"] = "245123456";
        answers["authority"] = "power";
        var receipt = await planning.TryFileAsync("zone-extract", answers, "authorityPaper");

        var c = await planning.CaseAsync(receipt.Value!.CaseId);
        Assert.DoesNotContain("245123456", c.Answers, StringComparison.Ordinal);
        Assert.DoesNotContain("authority", c.Answers, StringComparison.Ordinal);
        var followed = await city.AskAsync<Following, FollowView?>(f => f.FindAsync(receipt.Value.Number, receipt.Value.Secret, default));
        Assert.Empty(followed!.Files);
    }

    private static async Task ReviewedAsync(Planning planning, Guid id, string outcome, JsonObject found)
    {
        await planning.MustAsync(id, "formal-check", "Complete");
        await planning.MustAsync(id, "check-right", "RightOk", new JsonObject { ["ground"] = "owner" });
        await planning.MustAsync(id, "lookup", outcome, found);
        await planning.MustAsync(id, "sign", "Sign");
    }
}
