using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>Activities that look at the clock or ask the world outside.</summary>
public sealed class OutsideTests
{
    private static JsonObject Alone(JsonObject activity, params string[] connections) => Flow.Definition("outside",
        Flow.Chart("root", [activity, Flow.Line("after"), Flow.Line("other"), Flow.Line("third")], connections.Length == 0 ? ["x>after"] : connections));

    private static JsonObject CanStart(JsonObject activity)
    {
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return activity;
    }

    public static TheoryData<string, string, string, string> Schedules => new()
    {
        { "Elsa.StartAt", "dateTime", "2027-03-01T14:00:00+04:00", "2027-03-01T10:00:00Z" },
        { "Elsa.Timer", "interval", "00:30:00", "2027-03-01T08:30:00Z" },
        { "Elsa.Cron", "cronExpression", "0 30 9 * * *", "2027-03-02T05:30:00Z" },   // half past nine in Tbilisi, where it is noon now
    };

    [Theory]
    [MemberData(nameof(Schedules))]
    public void A_schedule_is_waited_for_once_unless_it_started_the_run(string type, string input, string text, string due)
    {
        var definition = Flow.Valid(Alone(CanStart(Flow.Activity(type, "x", (input, Flow.Literal(text))))));

        var waiting = Flow.Start(definition);
        var timer = Assert.Single(waiting.State!.Bookmarks);
        Assert.Equal(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), timer.DueAt);
        Assert.Equal(["after"], Interpreter.Resume(definition, waiting.State.Reread(), new Stimulus.TimerElapsed(timer.Id), Flow.At(2)).Lines());
        Assert.Equal(["after"], Flow.Start(definition, trigger: "x").Lines());

        var trigger = Assert.Single(definition.Triggers);
        Assert.Equal((type, text, timer.DueAt), (trigger.ActivityType, trigger.Value, trigger.NextAfter(Flow.Now)));
    }

    [Fact]
    public void A_moment_that_has_passed_is_not_waited_for()
    {
        var definition = Flow.Valid(Alone(Flow.Activity("Elsa.StartAt", "x", ("dateTime", Flow.Literal("2020-01-01")))));
        Assert.Equal(["after"], Flow.Start(definition).Lines());
    }

    [Theory]
    [InlineData("90 * * * * *")]
    [InlineData("0 9 * * *")]
    [InlineData("soon")]
    public void A_cron_expression_that_cannot_be_read_refuses_the_definition(string cron)
    {
        var error = Assert.Single(Flow.Read(Alone(Flow.Activity("Elsa.Cron", "x", ("cronExpression", Flow.Literal(cron))))).Errors);
        Assert.Equal(DefinitionCodes.BadCron, error.Code);
        Assert.Equal("root.activities[0].cronExpression", error.Place);
    }

    [Fact]
    public void An_email_is_wished_for_with_its_words()
    {
        var definition = Flow.Valid(Alone(Flow.Activity("Elsa.SendEmail", "x",
            ("to", Flow.Expression("Object", "[\"a@demo.invalid\"]", "List<String>")), ("cc", Flow.Script("['b@demo.invalid', 'c@demo.invalid']")),
            ("subject", Flow.Literal("About")), ("body", Flow.Expression("Liquid", "Dear {{ Input.name }}", "String")))));

        var turn = Flow.Start(definition, new JsonObject { ["name"] = "Nino" });

        var mail = Assert.Single(turn.Effects.OfType<Effect.SendMail>());
        Assert.Equal(("a@demo.invalid", "b@demo.invalid c@demo.invalid", "", "About", "Dear Nino"),
            (mail.To.Single(), string.Join(' ', mail.Cc), string.Join(' ', mail.Bcc), mail.Subject, mail.Body));
        Assert.Equal(["after"], turn.Lines());
    }

    [Theory]
    [InlineData(200, "after third")]
    [InlineData(404, "other third")]
    [InlineData(500, "unmatched third")]
    [InlineData(0, "timeout")]
    public void The_answer_of_a_server_chooses_the_port(int status, string lines)
    {
        var root = Flow.Chart("root",
            [
                Flow.Activity("Elsa.FlowSendHttpRequest", "x", ("url", Flow.Literal("https://register.invalid/plots")), ("method", Flow.Literal("post")), ("authorization", Flow.Literal("Bearer t")),
                    ("content", Flow.Script("({plot: 7})")), ("contentType", Flow.Literal("application/json")), ("expectedStatusCodes", Flow.Expression("Object", "[200,404]", "List<Int32>"))),
                Flow.Line("after"), Flow.Line("other"), Flow.Line("third"), Flow.Line("timeout"), Flow.Line("unmatched"),
            ],
            "x.200>after", "x.404>other", "x.Unmatched status code>unmatched", "x.Done>third", "x.Timeout>timeout");
        var definition = Flow.Valid(Flow.Definition("http", root));
        var first = Flow.Start(definition);
        var asked = Assert.Single(first.Effects.OfType<Effect.SendHttp>());
        Assert.Equal(("POST", "https://register.invalid/plots", """{"plot":7}""", """{"Authorization":"Bearer t"}"""), (asked.Method, asked.Url, asked.Content, asked.Headers.ToJsonString()));
        Assert.Equal(BookmarkKind.Http, first.State!.Bookmarks.Single().Kind);

        var answer = status == 0 ? new Stimulus.HttpAnswered(asked.BookmarkId, null, null, null, "timeout") : new Stimulus.HttpAnswered(asked.BookmarkId, status, [], """{"free":true}""", null);
        var second = Interpreter.Resume(definition, first.State.Reread(), answer, Flow.At(2, detailed: true));

        Assert.Equal(lines.Split(' '), second.Lines());
        if (status != 0) Assert.True((bool)second.Events.Single(e => e.ActivityId == "x" && e.Event == "Completed").Outputs!["ParsedContent"]!["free"]!);
    }

    [Fact]
    public void The_answer_of_a_server_chooses_the_embedded_activity()
    {
        var request = Flow.Activity("Elsa.SendHttpRequest", "x", ("url", Flow.Literal("https://register.invalid/")),
            ("expectedStatusCodes", new JsonArray(new JsonObject { ["statusCode"] = 201, ["activity"] = Flow.Line("made") })), ("failedToConnect", Flow.Line("failed")), ("unmatchedStatusCode", Flow.Line("unmatched")));
        var definition = Flow.Valid(Alone(request));
        var state = Flow.Start(definition).State!;
        string Answered(int? status) =>
            string.Join(' ', Interpreter.Resume(definition, state, new Stimulus.HttpAnswered(state.Bookmarks[0].Id, status, null, null, status is null ? "no route" : null), Flow.At(2)).Lines());

        Assert.Equal("made after", Answered(201));
        Assert.Equal("unmatched after", Answered(500));
        Assert.Equal("failed after", Answered(null));
    }
}
