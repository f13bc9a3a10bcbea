using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

public sealed class MunicipalTaskTests
{
    [Fact]
    public void A_task_says_who_does_what_until_when_and_how_it_can_end()
    {
        var run = Flow.Waiting.Add("inspect", "Municipal.Task", ("name", "site-visit"), ("role", "inspector"), ("unit", "js:'GREEN-' + 1"), ("form", "visit"),
            ("outcomes", "json:[\"protected\", \"not-protected\"]"), ("due", "3 working-days"), ("payload", "json:{\"trees\": 2}")).Run();

        var task = run.Effect<Effect.OpenTask>();
        Assert.Equal((TaskKind.Staff, "site-visit", "inspector", "GREEN-1", "visit"), (task.Kind, task.Name, task.Role, task.Unit, task.Form));
        Assert.Equal(["protected", "not-protected"], task.Outcomes);
        Assert.Equal(new DueRule(3, DueUnit.WorkingDays), task.Due);
        Assert.Equal(run.Now.AddDays(3), task.DueAt);
        Assert.Equal("""{"trees":2}""", task.Payload!.ToJsonString());
        Assert.Equal(task.TaskId, run.Wait("inspect", BookmarkKind.Task).Id);
        Assert.DoesNotContain(run.Effects, e => e is Effect.SetTimer);
    }

    [Fact]
    public void The_outcome_chooses_the_port_and_the_result_carries_it()
    {
        var run = Flow.Waiting.Variable("Visit").Task("visit", "protected,free", ("->", "Visit"))
            .Line("keep", "js:getVisit().outcome + ' ' + getVisit().note + ' ' + getOutputFrom('visit').outcome + ' ' + getLastResult().note").Line("cut")
            .Connect("visit.protected>keep", "visit.free>cut").Run();

        run.Complete("visit", "protected", new JsonObject { ["note"] = "magnolia" });

        Assert.Equal(["protected magnolia protected magnolia"], run.Lines);
        Assert.Equal("protected", run.Effect<Effect.CloseTask>().Outcome);
        Assert.Equal("Finished", run.Effect<Effect.EndRun>().SubStatus);
    }

    [Theory]
    [InlineData("no-such-task", "Done", "BW1003")]
    [InlineData(null, "Approve", "BW1004")]
    [InlineData(null, null, "BW1004")]
    public void A_task_or_outcome_that_is_not_offered_is_refused_and_nothing_changes(string? task, string? outcome, string code)
    {
        var run = Flow.Waiting.Task("visit").Run();
        var before = run.State.ToJson();

        run.Do(new Stimulus.TaskCompleted(task ?? run.State.Bookmarks[0].Id, outcome, null));

        Assert.Equal(code, run.Last.Refusal!.Code);
        Assert.Empty(run.Last.Effects);
        Assert.Equal(before, run.State.ToJson());
    }

    [Fact]
    public void A_completed_task_cannot_be_completed_again()
    {
        var run = Flow.Waiting.Task("a").Task("b").Connect("a>b").Run();
        var first = run.State.Bookmarks[0].Id;
        run.Complete("a");

        Assert.IsType<WorkflowError.UnknownTask>(run.Do(new Stimulus.TaskCompleted(first, "Done", null)).Last.Refusal);
        Assert.Equal(["b"], run.Waits);
    }

    [Fact]
    public void A_task_that_expires_is_withdrawn_at_the_end_of_its_term_and_goes_on_at_Expired()
    {
        var run = Flow.Waiting.Add("correct", "Municipal.ApplicantForm", ("form", "correction"), ("due", "10 calendar-days"), ("expires", "True"))
            .Line("late").Line("in time").Connect("correct.Expired>late", "correct.Submitted>in time").Run();

        run.After(TimeSpan.FromDays(10));

        Assert.Equal(["late"], run.Lines);
        Assert.Equal(TaskKind.Applicant, run.Effects.OfType<Effect.OpenTask>().Single().Kind);
        Assert.Equal("correct", run.Effect<Effect.CancelTask>().ActivityId);
        Assert.DoesNotContain(run.Effects, e => e is Effect.CloseTask);
    }

    [Fact]
    public void A_task_that_is_done_in_time_stops_its_timer()
    {
        var run = Flow.Waiting.Add("pay", "Municipal.Fee", ("amountTetri", "5000"), ("description", "permit"), ("due", "5 working-days"), ("expires", "true"))
            .Line("paid").Connect("pay.Paid>paid").Run();
        var task = run.Effects.OfType<Effect.OpenTask>().Single();
        var timer = run.Effect<Effect.SetTimer>();

        run.Complete("pay", "Paid");

        Assert.Equal((TaskKind.Fee, "finance", """{"amountTetri":5000,"description":"permit"}"""), (task.Kind, task.Role, task.Payload!.ToJsonString()));
        Assert.Equal(["Paid"], task.Outcomes);
        Assert.Equal(timer.BookmarkId, run.Effect<Effect.CancelTimer>().BookmarkId);
        Assert.Equal(["paid"], run.Lines);
    }

    [Theory]
    [InlineData("due", "soon", IncidentCodes.BadDueRule)]
    [InlineData("due", "js:'soon'", IncidentCodes.BadDueRule)]
    [InlineData("expires", "true", IncidentCodes.BadDueRule)]
    [InlineData("outcomes", "json:[]", IncidentCodes.BadOutcomes)]
    [InlineData("outcomes", "a,a", IncidentCodes.BadOutcomes)]
    [InlineData("unit", "js:nobody.knows", IncidentCodes.ScriptError)]
    public void A_task_that_cannot_be_opened_is_an_incident_and_opens_nothing(string input, string value, string code)
    {
        var flow = Flow.Waiting.Add("visit", "Municipal.Task", ("role", "inspector"), (input, value));
        if (value == "soon") { Assert.Equal("BW2008", Assert.Single(flow.Read().Errors).Code); return; }

        var run = flow.Run();

        Assert.Equal(code, run.Incident.Code);
        Assert.DoesNotContain(run.Effects, e => e is Effect.OpenTask);
    }
}
