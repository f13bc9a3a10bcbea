using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>The construction permit of class II, second stage, from end to end.</summary>
public sealed class ConstructionPermitTests
{
    [Fact]
    public async Task Two_bodies_agree_and_the_permit_is_signed_paid_and_sent()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var receipt = await planning.FilePermitAsync();
        Assert.StartsWith("CP-2026-", receipt.Number, StringComparison.Ordinal);
        var id = receipt.CaseId;
        await planning.MustAsync(id, "formal-check", "Complete");
        Assert.Equal(["inspection", "opinion-heritage", "opinion-networks"], await planning.OpenAsync(id));
        Assert.Equal(new("external_agency", "HER", new DateTime(2026, 12, 8, 19, 59, 59)), await planning.TaskAsync(id, "opinion-heritage"));

        await planning.MustAsync(id, "opinion-networks", "AgreeWithConditions", new JsonObject { ["conditions"] = "The old pipe stays." });
        await planning.MustAsync(id, "inspection", "Done", Planning.Inspection());
        await planning.MustAsync(id, "opinion-heritage", "Agree");
        await DecidedAsync(planning, id, "Permit", Planning.Issue());
        Assert.Equal(("fee_pending", true), ((await planning.CaseAsync(id)).Stage, (await planning.CaseAsync(id)).ClockStoppedAtUtc is not null));
        Assert.Equal(("finance", "FIN"), ((await planning.TaskAsync(id, "fee")).Role, (await planning.TaskAsync(id, "fee")).Unit));
        await city.PassAsync(TimeSpan.FromDays(3));
        Assert.Contains("1\u202f200,00", planning.LastLetter(), StringComparison.Ordinal);
        await planning.MustAsync(id, "fee", "Paid");
        await city.PassAsync(TimeSpan.FromSeconds(1));

        var c = await planning.CaseAsync(id);
        Assert.Equal((Outcomes.Positive, "complies", "closed", true), (c.Outcome, c.ReasonCode, c.Stage, c.DecidedOnTime));
        Assert.Contains($"Number: {receipt.Number}", planning.LastLetter(), StringComparison.Ordinal);
        Assert.Single(city.Mail.Sent, m => m.To == "her@city.invalid");
        Assert.Single(city.Mail.Sent, m => m.To == "wat@city.invalid");
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task When_a_body_is_silent_the_head_of_the_unit_decides_how_the_case_goes_on()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = (await planning.FilePermitAsync()).CaseId;
        await planning.MustAsync(id, "formal-check", "Complete");
        await planning.MustAsync(id, "inspection", "Done", Planning.Inspection());
        await planning.MustAsync(id, "opinion-heritage", "Agree");
        await city.PassAsync(TimeSpan.FromDays(14));
        Assert.Equal(["opinion-networks"], await planning.OpenAsync(id));
        await city.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(["silence-networks"], await planning.OpenAsync(id));
        Assert.Equal("unit_head", (await planning.TaskAsync(id, "silence-networks")).Role);

        await planning.MustAsync(id, "silence-networks", "GoOn", new JsonObject { ["note"] = "The network map shows no pipe here." });
        await DecidedAsync(planning, id, "Permit", Planning.Issue("0"));

        Assert.Equal(Outcomes.Positive, (await planning.CaseAsync(id)).Outcome);       // nothing to pay: at once
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_body_that_is_asked_once_more_and_still_silent_is_not_waited_for()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = (await planning.FilePermitAsync()).CaseId;
        await planning.MustAsync(id, "formal-check", "Complete");
        await planning.MustAsync(id, "inspection", "Done", Planning.Inspection());
        await planning.MustAsync(id, "opinion-networks", "Agree");
        await city.PassAsync(TimeSpan.FromDays(15));
        await planning.MustAsync(id, "silence-heritage", "AskAgain", new JsonObject { ["note"] = "The house stands near a listed one." });
        Assert.Equal(["late-heritage"], await planning.OpenAsync(id));
        await city.PassAsync(TimeSpan.FromDays(7));
        Assert.Equal(["draft"], await planning.OpenAsync(id));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_refusal_needs_its_coded_reason_and_its_reasoned_text()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = await AnsweredAsync(planning);
        var (onlyText, onlyCode) = (Planning.Refusal(), Planning.Refusal());
        onlyText.Remove("reasonCode");
        onlyCode.Remove("reason");
        Assert.Equal("Desk.Answers", (await planning.CompleteAsync(id, "draft", "Refuse", onlyText))!.Code);
        Assert.Equal("Desk.Answers", (await planning.CompleteAsync(id, "draft", "Refuse", onlyCode))!.Code);

        await DecidedAsync(planning, id, "Refuse", Planning.Refusal());
        await city.PassAsync(TimeSpan.FromSeconds(1));

        var c = await planning.CaseAsync(id);
        Assert.Equal((Outcomes.Negative, "coefficients-exceeded", "closed"), (c.Outcome, c.ReasonCode, c.Stage));
        Assert.Contains("K2 of the design is 3.1", planning.LastLetter(), StringComparison.Ordinal);
        Assert.Contains("24 December 2026", planning.LastLetter(), StringComparison.Ordinal);
        Assert.Contains("25 Luka Asatiani street", planning.LastLetter(), StringComparison.Ordinal);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task What_the_lawyer_or_the_signatory_returns_is_drafted_again()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = await AnsweredAsync(planning);
        await planning.MustAsync(id, "draft", "Refuse", Planning.Refusal());
        Assert.Equal("Desk.Answers", (await planning.CompleteAsync(id, "legal", "Return"))!.Code);
        await planning.MustAsync(id, "legal", "Return", new JsonObject { ["remarks"] = "The zone allows 3.1 since March." });
        await planning.MustAsync(id, "draft", "Permit", Planning.Issue("0"));
        await planning.MustAsync(id, "legal", "Ok");
        await planning.MustAsync(id, "sign", "SendBack", new JsonObject { ["remarks"] = "Name the conditions of the water company." });
        var second = Planning.Issue("0");
        second["conditions"] = "The old pipe stays where it is.";
        await DecidedAsync(planning, id, "Permit", second);

        var c = await planning.CaseAsync(id);
        Assert.Equal((Outcomes.Positive, "complies-with-conditions"), (c.Outcome, c.ReasonCode));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_fee_that_is_not_paid_leaves_the_request_without_consideration()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = await AnsweredAsync(planning);
        await DecidedAsync(planning, id, "Permit", Planning.Issue());
        await city.PassAsync(TimeSpan.FromDays(32));
        Assert.Equal((Outcomes.LeftWithoutConsideration, "fee-not-paid"), ((await planning.CaseAsync(id)).Outcome, (await planning.CaseAsync(id)).ReasonCode));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Papers_that_must_be_there_are_asked_for_and_the_consent_only_where_there_are_co_owners()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        Assert.Equal(("Draft.Incomplete", "structure"), Told((await planning.TryFileAsync("construction-permit-ii", Planning.Permit(), "architecture", "organisation")).Refused));
        var shared = Planning.Permit();
        shared["hasCoOwners"] = "yes";
        Assert.Equal(("Draft.Incomplete", "coOwnerConsent"), Told((await planning.TryFileAsync("construction-permit-ii", shared, "architecture", "structure", "organisation")).Refused));
        Assert.Null((await planning.TryFileAsync("construction-permit-ii", shared, "architecture", "structure", "organisation", "coOwnerConsent")).Refused);

        static (string, string) Told(Refusal? refused) => (refused!.Code, refused.Details[0]);
    }

    private static async Task<Guid> AnsweredAsync(Planning planning)
    {
        var id = (await planning.FilePermitAsync()).CaseId;
        await planning.MustAsync(id, "formal-check", "Complete");
        await planning.MustAsync(id, "opinion-heritage", "Agree");
        await planning.MustAsync(id, "opinion-networks", "Agree");
        await planning.MustAsync(id, "inspection", "Done", Planning.Inspection());
        return id;
    }

    private static async Task DecidedAsync(Planning planning, Guid id, string outcome, JsonObject draft)
    {
        await planning.MustAsync(id, "draft", outcome, draft);
        await planning.MustAsync(id, "legal", "Ok");
        await planning.MustAsync(id, "sign", "Sign");
    }
}
