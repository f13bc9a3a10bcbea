using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

public sealed class IncidentTests
{
    private static Flow Broken(string strategy) => new Flow().Strategy(strategy).Variable("Ready", "Boolean", "false").Start()
        .Add("use", "Elsa.SetVariable", ("variable", "Ready"), ("value", "js:if (!getReady()) throw new Error('the register is down'); true")).Line("used")
        .Add("mend", "Municipal.Task", ("name", "mend")).Add("set", "Elsa.SetVariable", ("variable", "Ready"), ("value", "js:true")).Line("mended")
        .Connect("start>use>used", "start>mend>set>mended");

    [Fact]
    public void By_default_a_fault_ends_the_run_and_cancels_what_waits()
    {
        var run = new Flow().Start().Task("open").Line("w").Add("f", "Elsa.Fault", ("message", "register is down")).Connect("start>open", "start>w>f").Run();

        Assert.Equal((RunStatus.Finished, RunSubStatus.Faulted), (run.State.Status, run.State.SubStatus));
        Assert.Empty(run.State.Bookmarks);
        Assert.Equal("open", Assert.Single(run.State.LeftBehind).ActivityId);
        Assert.Equal(["OpenTask", "WriteLine", "RaiseIncident", "CancelTask", "EndRun"], run.Effects.Select(e => e.GetType().Name));
        Assert.Equal("register is down", run.Incident.Message);
    }

    [Theory]
    [InlineData("ContinueWithIncidentsStrategy")]
    [InlineData("Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core")]
    public void Going_on_with_incidents_finishes_the_run_once_nothing_else_can_run(string name)
    {
        var run = Broken(name).Run();
        Assert.Equal(["mend"], run.Waits);

        run.Complete("mend");

        Assert.Equal((RunStatus.Finished, RunSubStatus.Finished), (run.State.Status, run.State.SubStatus));
        Assert.Equal(["mended"], run.Lines);
        Assert.Equal("BW1101", run.Incident.Code);
    }

    [Fact]
    public void A_municipal_run_waits_for_repair_and_a_retry_goes_on_where_it_broke()
    {
        var run = Broken("Municipal.WaitForRepair").Run();
        run.Complete("mend");
        Assert.Equal((RunStatus.Running, RunSubStatus.Suspended), (run.State.Status, run.State.SubStatus));
        Assert.Empty(run.State.Bookmarks);
        var incident = run.Incident.Id;

        run.Do(new Stimulus.IncidentRetried(incident));

        Assert.Equal(["mended", "used"], run.Lines);
        Assert.True(run.IsOver);
        Assert.Equal(incident, run.Effect<Effect.CloseIncident>().IncidentId);
    }

    [Fact]
    public void A_retry_that_fails_again_raises_another_incident()
    {
        var run = Broken("Municipal.WaitForRepair").Run();
        var first = run.Incident.Id;

        run.Do(new Stimulus.IncidentRetried(first));

        Assert.NotEqual(first, run.Incident.Id);
        Assert.Equal(2, run.State.Incidents.Count);
        Assert.Equal("BW1008", run.Do(new Stimulus.IncidentRetried(first)).Last.Refusal!.Code);
    }

    [Fact]
    public void An_activity_can_be_passed_over_by_the_port_a_person_chooses()
    {
        var run = Flow.Waiting.Add("check", "Elsa.FlowDecision", ("condition", "js:nobody.knows")).Line("yes").Line("no")
            .Connect("check.True>yes", "check.False>no").Run();

        run.Do(new Stimulus.IncidentSkipped(run.Incident.Id, "False", "the register confirmed it by telephone"));

        Assert.Equal(["no"], run.Lines);
        Assert.True(run.IsOver);
    }

    [Fact]
    public void A_join_waits_for_a_branch_that_is_being_repaired()
    {
        var run = Flow.Waiting.Start().Task("a").Add("b", "Elsa.Fault", ("message", "x")).Line("both").Connect("start>a>both", "start>b>both").Run();

        run.Complete("a");
        Assert.Empty(run.Lines);
        run.Do(new Stimulus.IncidentSkipped(run.Incident.Id, "Done", "done by hand"));

        Assert.Equal(["both"], run.Lines);
    }

    [Fact]
    public void An_activity_of_unknown_type_faults_when_it_is_run_and_not_before()
    {
        var run = Flow.Waiting.Line("a").Add("fax", "Municipal.SendFax").Connect("a>fax").Run();

        Assert.Equal(["a"], run.Lines);
        Assert.Equal(("BW1110", "Elsa.NotFoundActivity"), (run.Incident.Code, run.Incident.ActivityType));
    }
}
