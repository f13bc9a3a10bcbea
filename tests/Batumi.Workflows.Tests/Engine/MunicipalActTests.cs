using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

public sealed class MunicipalActTests
{
    [Fact]
    public void A_decision_is_recorded_with_its_reason()
    {
        var run = Flow.Waiting.Add("decide", "Municipal.Decision", ("outcome", "negative"), ("reasonCode", "protected-tree"), ("reason", "liquid:Listed {{ Input.year }}"))
            .Line("told").Connect("decide>told").Run(new JsonObject { ["year"] = 1998 });

        Assert.Equal(new Effect.RecordDecision("decide", "negative", "protected-tree", "Listed 1998"), run.Effect<Effect.RecordDecision>());
        Assert.Equal(["told"], run.Lines);
    }

    [Theory]
    [InlineData("js:'neg' + 'ative'")]
    [InlineData("js:'maybe'")]
    [InlineData("js:null")]
    public void A_refusal_without_a_reason_and_an_unknown_decision_are_incidents(string outcome)
    {
        var run = Flow.Waiting.Add("decide", "Municipal.Decision", ("outcome", outcome), ("reason", " ")).Run();

        Assert.Equal(IncidentCodes.BadDecision, run.Incident.Code);
        Assert.DoesNotContain(run.Effects, e => e is Effect.RecordDecision);
    }

    [Fact]
    public void A_letter_takes_its_values_from_an_object_or_a_script()
    {
        var run = Flow.Waiting.Add("a", "Municipal.Letter", ("template", "received"), ("values", "json:{\"n\": 1}"))
            .Add("b", "Municipal.Letter", ("template", "ready"), ("to", "role:dispatcher"), ("values", "js:({ n: 1 + 1 })"))
            .Add("c", "Municipal.Letter", ("template", "bad"), ("values", "js:'text'")).Connect("a>b>c").Run();

        var letters = run.Effects.OfType<Effect.SendLetter>().Select(l => $"{l.Template} {l.To} {l.Values.ToJsonString()}");
        Assert.Equal(["received applicant {\"n\":1}", "ready role:dispatcher {\"n\":2}"], letters);
        Assert.Equal("c", run.Incident.ActivityId);
    }

    [Fact]
    public void A_stage_can_set_facts()
    {
        var run = Flow.Waiting.Add("s1", "Municipal.Stage", ("stage", "received")).Add("s2", "Municipal.Stage", ("stage", "work"), ("facts", "js:({ category: 'light' })"))
            .Connect("s1>s2").Run();

        Assert.Equal(["received", "work"], run.Effects.OfType<Effect.EnterStage>().Select(s => s.Stage));
        Assert.Equal("""{"category":"light"}""", run.Effect<Effect.SetFacts>().Facts.ToJsonString());
    }

    [Theory]
    [InlineData(true, "event 7")]
    [InlineData(false, "time")]
    public void A_wait_ends_by_its_event_or_by_its_term_whichever_comes_first(bool byEvent, string line)
    {
        var run = Flow.Waiting.Add("wait", "Municipal.Wait", ("for", "10 working-days"), ("event", "Reopened"))
            .Line("time").Line("early", "js:'event ' + getLastResult().n").Connect("wait>time", "wait.Event>early").Run();

        if (byEvent) run.Do(new Stimulus.EventReceived("Reopened", new JsonObject { ["n"] = 7 }));
        else run.After(TimeSpan.FromDays(10));

        Assert.Equal([line], run.Lines);
        Assert.Equal(byEvent ? 1 : 0, run.Effects.OfType<Effect.CancelTimer>().Count());
        Assert.True(run.IsOver);
    }

    [Fact]
    public void Cancelling_a_run_cancels_its_tasks_and_timers_and_ends_it()
    {
        var run = Flow.Waiting.Start().Task("a").Add("wait", "Municipal.Wait", ("for", "1 hour")).Add("broken", "Elsa.Fault", ("message", "x"))
            .Connect("start>a", "start>wait", "start>broken").Run();

        run.Do(new Stimulus.Cancelled("withdrawn"));

        Assert.Equal(["CancelTask", "CancelTimer", "CloseIncident", "EndRun"], run.Last.Effects.Select(e => e.GetType().Name));
        Assert.Equal((RunStatus.Finished, RunSubStatus.Cancelled), (run.State.Status, run.State.SubStatus));
        Assert.Empty(run.State.Bookmarks);
        Assert.Equal("BW1007", run.Do(new Stimulus.Cancelled(null)).Last.Refusal!.Code);
    }
}
