using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Workflows;

/// <summary>The street fault, ending by ending, as the domain model tells it. It begins on a Tuesday at ten.</summary>
public sealed class StreetFaultWalks
{
    private const string Tuesday = "2026-11-24T10:00";

    private static readonly JsonObject refusal = new() { ["reasonCode"] = "within-norm", ["reason"] = "The kerb is within the permitted height." };
    private static readonly JsonObject lastWord = new() { ["explanation"] = "The whole street is renewed next spring." };

    [Theory]
    [InlineData("verify")]
    [InlineData("verify-desk")]
    public void Fixed_and_seen_to_be_fixed_by_the_reporter_or_the_dispatcher(string by)
    {
        var walk = Repaired().Do(by, "Ok");
        Assert.Equal((Outcomes.Positive, "repaired", "Filled with asphalt"), Decided(walk));
        Assert.Equal(["received", "triage", "assigned", "in_work", "verification", "answered"], walk.Stages);
        Assert.Empty(walk.Tasks);       // nobody else is asked any more
        Assert.True(walk.Until("2026-12-20T10:00").IsOver);
        Assert.Equal("closed", walk.Stages[^1]);
    }

    [Fact]
    public void Silence_for_five_days_is_taken_as_fixed_and_not_an_hour_earlier()
    {
        var walk = Repaired();
        Assert.Equal("2026-11-30 23:59:59", walk.DueOf("verify"));      // the fifth day is a Sunday
        Assert.Equal(["verify", "verify-desk"], walk.Until("2026-11-30T23:00").Tasks);
        Assert.Empty(walk.Until("2026-12-01T00:00").Tasks);
        Assert.Equal((Outcomes.Positive, "repaired", "Filled with asphalt"), Decided(walk));
    }

    [Fact]
    public void Not_fixed_goes_back_to_the_company_and_a_second_time_to_the_head()
    {
        var walk = Repaired("WAT").Do("verify", "NotOk");
        Assert.Null(walk.Decision);
        Assert.Equal(("WAT", "provider_crew"), (walk.Task("work").Unit, walk.Task("work").Role));
        Assert.Equal("reopened", Assert.Single(walk.Letters, l => l.Template == "reopened").Template);

        walk.Do("work", "Fixed", StreetFault.Work()).Do("verify", "NotOk");
        Assert.Equal(["last-word"], walk.Tasks);
        walk.Do("last-word", "Close", lastWord);

        Assert.Equal((Outcomes.PartlyPositive, "repaired", "The whole street is renewed next spring."), Decided(walk));
        Assert.True(walk.IsOver);       // it was opened again before
        var answer = Assert.Single(walk.Letters, l => l.Template == "answered-positive");
        Assert.Equal(("The whole street is renewed next spring.", false), ((string?)answer.Values["explanation"], (bool?)answer.Values["mayReopen"]));
    }

    [Fact]
    public void A_company_may_send_it_back_and_after_the_head_has_chosen_no_company_may()
    {
        var walk = Begun().Do("triage", "Assign", StreetFault.Triage("P3", "INF")).Do("accept", "SendBack");
        Assert.Equal(["triage"], walk.Tasks);
        walk.Do("triage", "Assign", StreetFault.Triage("P3", "WAT")).Do("accept", "SendBack");
        Assert.Equal(["arbitrate"], walk.Tasks);
        walk.Do("arbitrate", "AssignTo", new() { ["provider"] = "SAN", ["note"] = "Yours by contract" });

        Assert.Equal(["work"], walk.Tasks);
        Assert.Equal("SAN", walk.Task("work").Unit);
        Assert.DoesNotContain("SendBack", walk.Task("work").Outcomes);
        Assert.Equal(["unit:INF", "unit:WAT", "unit:SAN"], walk.Letters.Where(l => l.Template == "task-assigned").Select(l => l.To));
        Assert.Equal("Yours by contract", (string?)walk.Letters[^1].Values["note"]);
    }

    [Fact]
    public void It_is_opened_again_once_within_fourteen_days()
    {
        var walk = Repaired().Do("verify", "Ok").Until("2026-12-08T23:59:58");
        walk.Hear("reopen");
        Assert.Null(walk.Decision);
        walk.Do("work", "Fixed", StreetFault.Work()).Do("verify", "Ok");
        Assert.True(walk.IsOver);
        Assert.Equal([true, false], walk.Letters.Where(l => l.Template == "answered-positive").Select(l => (bool)l.Values["mayReopen"]!));
    }

    [Fact]
    public void After_fourteen_days_it_is_closed()
    {
        var walk = Repaired().Do("verify", "Ok");
        Assert.True(walk.Until("2026-12-08T23:59:58").WaitsFor("reopen"));
        Assert.True(walk.Until("2026-12-08T23:59:59").IsOver);
        Assert.Equal(Outcomes.Positive, walk.Decision!.Outcome);
    }

    [Fact]
    public void Not_confirmed_is_refused_with_its_reason_or_sent_back_to_the_crew()
    {
        var walk = Working().Do("work", "NotConfirmed", StreetFault.Work("Nothing to be seen")).Do("explain", "BackToWork");
        Assert.Equal(["work"], walk.Tasks);
        walk.Do("work", "NotConfirmed", StreetFault.Work("Nothing to be seen")).Do("explain", "Refuse", refusal);

        Assert.Equal((Outcomes.Negative, "within-norm", "The kerb is within the permitted height."), Decided(walk));
        Assert.Equal("The kerb is within the permitted height.", (string?)Assert.Single(walk.Letters, l => l.Template == "answered-negative").Values["reason"]);
        Assert.True(walk.WaitsFor("reopen"));
    }

    [Theory]
    [InlineData("Duplicate", Outcomes.Terminated, "duplicate")]
    [InlineData("NotOurs", Outcomes.Redirected, "not-ours")]
    public void Known_already_or_for_another_body(string outcome, string decision, string code)
    {
        var walk = Begun().Do("triage", outcome, new() { ["category"] = "pothole", ["note"] = "See the case of yesterday" });
        Assert.Equal((decision, code, "See the case of yesterday"), Decided(walk));
        Assert.True(walk.IsOver);
        Assert.Equal(["registered", "answered-other"], walk.Letters.Select(l => l.Template));
    }

    [Theory]
    [InlineData("PartlyFixed", Outcomes.PartlyPositive)]
    [InlineData("Fixed", Outcomes.Positive)]
    public void Fixed_in_part_is_decided_in_part(string outcome, string decision) =>
        Assert.Equal(decision, Working().Do("work", outcome, StreetFault.Work()).Do("verify", "Ok").Decision!.Outcome);

    [Fact]
    public void Put_into_the_plan_is_an_answer_without_a_check()
    {
        var walk = Working().Do("work", "Planned", new() { ["done"] = "In the plan of 2027", ["result"] = "planned" });
        Assert.Equal((Outcomes.Positive, "planned", "In the plan of 2027"), Decided(walk));
        Assert.DoesNotContain(walk.Letters, l => l.Template == "verify-request");
    }

    // Friday 20 November, 17:00; Monday 23 November is St George's.
    [Theory]
    [InlineData("P1", "2026-11-20 19:00:00")]       // round the clock
    [InlineData("P2", "2026-11-21 17:00:00")]
    [InlineData("P3", "2026-11-26 23:59:59")]       // Tuesday is the first day that counts
    [InlineData("P4", "2026-12-07 23:59:59")]
    public void The_term_of_the_work_by_priority(string priority, string due) =>
        Assert.Equal(due, Working(priority, "2026-11-20T17:00").DueOf("work"));

    [Theory]
    [InlineData(true, "2026-11-20T17:00", "2026-11-20 17:30:00")]
    [InlineData(true, "2026-11-22T03:00", "2026-11-22 03:30:00")]       // danger does not wait for the office
    [InlineData(false, "2026-11-20T17:00", "2026-11-24 10:00:00")]      // an hour on Friday, an hour on Tuesday
    [InlineData(false, "2026-11-22T03:00", "2026-11-24 11:00:00")]
    [InlineData(false, "2026-04-08T17:30", "2026-04-14 10:30:00")]      // Easter between
    public void The_term_of_sorting_by_danger(bool danger, string at, string due) =>
        Assert.Equal(due, Walk.Start("street-fault", at, new() { ["danger"] = danger }).DueOf("triage"));

    public static TheoryData<string, string, string> Endings => new()
    {
        { "fixed", "ka", "რა გაკეთდა: Filled with asphalt" }, { "fixed", "en", "What was done: Filled with asphalt" },
        { "refused", "ka", "მიზეზი: The kerb is within the permitted height." }, { "refused", "en", "The reason: The kerb is within the permitted height." },
        { "duplicate", "ka", "განმარტება: See the case of yesterday" }, { "duplicate", "en", "This fault is known already" },
        { "not ours", "ka", "ამის გამოსწორება მერიას არ ევალება." }, { "not ours", "en", "This is not for the City Hall to do." },
        { "last word", "ka", "ხელმძღვანელის განმარტება: The whole street is renewed next spring." }, { "last word", "en", "Their explanation: The whole street is renewed next spring." },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task The_letter_at_the_end_says_how_it_ended_in_the_readers_language(string ending, string language, string sentence)
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync(language: language);
        await EndAsync(fault, receipt.CaseId, ending);
        await city.PassAsync(TimeSpan.FromSeconds(1));

        var letter = city.Mail.Sent.Last(m => m.To == "nino@example.test");
        Assert.StartsWith($"{receipt.Number}: ", letter.Subject, StringComparison.Ordinal);
        Assert.Equal(language, letter.Language);
        Assert.StartsWith(language == "ka" ? "გამარჯობა, Nino Tester." : "Dear Nino Tester,", letter.Body, StringComparison.Ordinal);
        Assert.Contains(sentence, letter.Body, StringComparison.Ordinal);
        Assert.Contains($"http://city.test/follow/{receipt.Number}/{receipt.Secret}", letter.Body, StringComparison.Ordinal);
        Assert.Equal(ending == "fixed", letter.Body.Contains(language == "ka" ? "14 დღის განმავლობაში" : "within 14 days", StringComparison.Ordinal));      // opening again is promised only where it is possible
        Assert.Equal(ending is "refused" or "last word", letter.Body.Contains(language == "ka" ? "როგორ გაასაჩივროთ" : "How to appeal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answered_case_cannot_be_opened_again_after_fourteen_days()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await EndAsync(fault, receipt.CaseId, "fixed");
        await city.PassAsync(TimeSpan.FromDays(15));

        Assert.False((await city.AskAsync<Following, FollowView?>(f => f.FindAsync(receipt.Number, receipt.Secret, default)))!.MayReopen);
        var refused = await city.AskAsync<Following, Refusal?>(f => f.ReopenAsync(receipt.CaseId, "It is back", Actor.Anonymous, IntentKey.New(), default));
        Assert.Equal("Follow.CannotReopen", refused!.Code);
    }

    private static async Task EndAsync(StreetFault fault, Guid id, string ending)
    {
        if (ending is "duplicate" or "not ours")
        {
            await fault.MustAsync(id, "triage", ending == "duplicate" ? "Duplicate" : "NotOurs", new() { ["category"] = "pothole", ["note"] = "See the case of yesterday" });
            return;
        }

        await fault.RepairAsync(id, ending == "refused" ? "NotConfirmed" : "Fixed");
        if (ending == "refused") await fault.MustAsync(id, "explain", "Refuse", refusal);
        else Assert.Null(await fault.VerifyAsync(id, ending == "fixed" ? "Ok" : "NotOk"));
        if (ending != "last word") return;

        await fault.MustAsync(id, "work", "Fixed", StreetFault.Work());
        Assert.Null(await fault.VerifyAsync(id, "NotOk"));
        await fault.MustAsync(id, "last-word", "Close", lastWord);
    }

    private static Walk Begun(string at = Tuesday) => Walk.Start("street-fault", at);

    private static Walk Working(string priority = "P3", string at = Tuesday, string provider = "INF") =>
        Begun(at).Do("triage", "Assign", StreetFault.Triage(priority, provider)).Do("accept", "Accept");

    private static Walk Repaired(string provider = "INF") => Working(provider: provider).Do("work", "Fixed", StreetFault.Work());

    private static (string, string?, string?) Decided(Walk walk) => (walk.Decision!.Outcome, walk.Decision.ReasonCode, walk.Decision.Reason);
}
