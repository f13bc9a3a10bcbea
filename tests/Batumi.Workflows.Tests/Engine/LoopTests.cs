using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>Loops beside other branches: what the recorded cases do not show.</summary>
public sealed class LoopTests
{
    /// <summary>A form goes to two desks; one may send it back.</summary>
    private static Flow TwoDesks(string join) => Flow.Waiting.Start().Task("form").Task("check", "ok,back").Task("opinion").Join("both", join).Line("decided")
        .Connect("start>form>check", "form>opinion", "check.ok>both", "check.back>form", "opinion>both>decided");

    [Theory]
    [InlineData("WaitAll")]
    [InlineData("WaitAllActive")]
    public void Sending_back_before_a_fork_withdraws_the_other_branch_and_the_case_is_decided_once(string join)
    {
        var run = TwoDesks(join).Run().Complete("form").Complete("check", "back");

        Assert.Equal(["form"], run.Waits);
        Assert.Equal("opinion", run.Effect<Effect.CancelTask>().ActivityId);

        run.Complete("form").Complete("opinion").Complete("check", "ok");

        Assert.Equal(["decided"], run.Lines);
        Assert.True(run.IsOver);
    }

    [Theory]
    [InlineData("WaitAll")]
    [InlineData("WaitAllActive")]
    public void An_opinion_on_the_form_before_it_was_sent_back_does_not_count_for_the_new_one(string join)
    {
        var run = TwoDesks(join).Run().Complete("form").Complete("opinion").Complete("check", "back").Complete("form").Complete("check", "ok");

        Assert.Empty(run.Lines);
        Assert.Equal(["opinion"], run.Waits);
        Assert.Equal(["decided"], run.Complete("opinion").Lines);
    }

    [Fact]
    public void Work_that_an_event_began_goes_on_while_the_next_event_is_waited_for()
    {
        var run = Flow.Waiting.Start().Add("comment", "Elsa.Event", ("eventName", "Comment")).Task("answer").Line("answered")
            .Connect("start>comment>answer>answered", "comment>comment").Run();

        run.Do(new Stimulus.EventReceived("Comment", null)).Do(new Stimulus.EventReceived("Comment", null));

        Assert.Equal(["answer", "answer", "comment"], run.Waits.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(run.Effects, e => e is Effect.CancelTask);
        run.Do(new Stimulus.TaskCompleted(run.State.Bookmarks.First(b => b.ActivityId == "answer").Id, "Done", null));
        Assert.Equal(["answered"], run.Lines);
    }

    [Fact]
    public void A_branch_that_never_meets_the_one_that_goes_back_is_left_alone()
    {
        var run = Flow.Waiting.Start().Task("item").Task("handle").Task("more", "yes,no").Line("last")
            .Connect("start>item>handle", "item>more", "more.yes>item", "more.no>last").Run();

        run.Complete("item").Complete("more", "yes");

        Assert.Equal(["handle", "item"], run.Waits.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_round_of_a_repeated_event_meets_its_own_join()
    {
        var run = Flow.Waiting.Start().Add("each", "Elsa.Event", ("eventName", "E")).Add("need", "Elsa.FlowSwitch").Task("a").Task("b").Line("met")
            .Connect("start>each>each", "each>a>met", "each>b>met").Run();
        for (var round = 1; round <= 3; round++)
        {
            run.Do(new Stimulus.EventReceived("E", null)).Complete("a");
            Assert.Equal(round - 1, run.Lines.Count);
            run.Complete("b");
            Assert.Equal(round, run.Lines.Count);
        }
    }

    [Fact]
    public void A_join_behind_an_inner_loop_of_an_outer_loop_waits_in_every_round()
    {
        var run = Flow.Waiting.Start().Line("fork").Task("plan", "good,bad").Task("opinion").Join("both", "WaitAll").Task("head", "sign,again").Line("signed")
            .Connect("start>fork>plan", "fork>opinion>both", "plan.bad>plan", "plan.good>both>head", "head.sign>signed", "head.again>fork").Run();

        run.Complete("opinion").Complete("plan", "bad").Complete("plan", "bad").Complete("plan", "good").Complete("head", "again");
        run.Complete("plan", "bad").Complete("opinion").Complete("plan", "good");
        Assert.Equal(["head"], run.Waits);

        Assert.Equal(["fork", "fork", "signed"], run.Complete("head", "sign").Lines);
        Assert.True(run.IsOver);
    }

    [Fact]
    public void A_loop_can_be_left_by_one_exit_while_a_join_waits_for_another()
    {
        var run = Flow.Waiting.Start().Task("ask", "again,left,right").Task("side").Line("joined").Line("left only")
            .Connect("start>ask", "start>side>joined", "ask.again>ask", "ask.left>left only", "ask.right>joined").Run();

        run.Complete("side").Complete("ask", "again");
        Assert.Empty(run.Lines);

        Assert.Equal(["joined", "left only"], run.Complete("ask", "left").Lines.Order(StringComparer.Ordinal));
        Assert.True(run.IsOver);
    }

    [Fact]
    public void Both_branches_sent_back_at_once_are_both_waited_for()
    {
        var run = Flow.Waiting.Start().Task("plan").Task("cost").Join("both", "WaitAll").Task("head", "sign,redo").Line("signed")
            .Connect("start>plan>both", "start>cost>both>head", "head.redo>plan", "head.redo>cost", "head.sign>signed").Run();

        run.Complete("plan").Complete("cost").Complete("head", "redo").Complete("cost");
        Assert.Equal(["plan"], run.Waits);
        Assert.Equal(["head"], run.Complete("plan").Waits);
    }

    [Fact]
    public void The_first_branch_wins_again_in_the_next_round()
    {
        var run = Flow.Waiting.Start().Line("ask").Task("a").Task("b").Join("first", "WaitAny").Task("ok", "yes,no").Line("end")
            .Connect("start>ask>a>first", "ask>b>first>ok", "ok.no>ask", "ok.yes>end").Run();

        run.Complete("a").Complete("ok", "no");
        Assert.Equal(["a", "b"], run.Waits);
        run.Complete("b");
        Assert.Equal(["ok"], run.Waits);
        Assert.Equal(["ask", "ask", "end"], run.Complete("ok", "yes").Lines);
    }
}
