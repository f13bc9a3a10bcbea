using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Running;

/// <summary>Waits and incidents of a step.</summary>
internal sealed partial class Walk
{
    public IReadOnlyList<Bookmark> Bookmarks => _bookmarks;

    public Frame FrameOf(Bookmark bookmark) => _frames[bookmark.Frame];

    public void Suspend(Frame frame, params ReadOnlySpan<Bookmark> bookmarks) => Suspend(frame, rule: null, bookmarks);

    /// <summary>The activity waits; several bookmarks of one activity are ways for it to go on.</summary>
    /// <param name="rule">How a timer among them was counted; null: as a plain span of time.</param>
    public void Suspend(Frame frame, DueRule? rule, params ReadOnlySpan<Bookmark> bookmarks)
    {
        foreach (var bookmark in bookmarks)
        {
            _bookmarks.Add(bookmark with { Frame = frame.Number });
            if (bookmark.Kind == BookmarkKind.Timer) Emit(new Effect.SetTimer(bookmark.Id, frame.Activity.Id, bookmark.DueAt!.Value, rule));
        }
        frame.Status = FrameStatus.Waiting;
        if (!frame.Activity.Kind.WaitsUntold) Tell(frame, "Suspended");
    }

    /// <summary>What the bookmark waits for cannot come.</summary>
    public void Fail(Bookmark bookmark, Stimulus.RunRefused refused) => Fault(FrameOf(bookmark), new ActivityFault(refused.Code, refused.Message));

    /// <summary>The wait ends at another moment than it was begun with.</summary>
    public void Move(Bookmark bookmark, DateTimeOffset due, DueRule? rule = null)
    {
        _bookmarks[_bookmarks.IndexOf(bookmark)] = bookmark with { DueAt = due };
        if (bookmark.Kind == BookmarkKind.Timer) Emit(new Effect.SetTimer(bookmark.Id, bookmark.ActivityId, due, rule));
        else if (bookmark.Kind == BookmarkKind.Task) Emit(new Effect.MoveTask(bookmark.Id, due, rule));
    }

    /// <summary>A task ends later, and so does the wait for its end.</summary>
    public void Prolong(Bookmark task, DueRule rule, DateTimeOffset due)
    {
        foreach (var wait in _bookmarks.Where(b => b.Frame == task.Frame && (b.Id == task.Id || b.Kind == BookmarkKind.Timer)).ToArray()) Move(wait, due, rule);
    }

    public Bookmark Timer(Frame frame, DateTimeOffset due) => new(Chance.Id(), BookmarkKind.Timer, frame.Activity.Id, frame.Activity.Type, null, [], due);

    public Bookmark Event(Frame frame, string name) => new(Chance.Id(), BookmarkKind.Event, frame.Activity.Id, frame.Activity.Type, name, [], null);

    /// <summary>Takes a bookmark away without telling the world: what it asked for has happened.</summary>
    public void Used(Bookmark bookmark) => _bookmarks.RemoveAll(b => b.Id == bookmark.Id);

    private void DropBookmarks(Frame frame, string why)
    {
        foreach (var bookmark in _bookmarks.Where(b => b.Frame == frame.Number).ToArray())
        {
            Used(bookmark);
            CancelEffect(bookmark, why);
        }
    }

    private void CancelEffect(Bookmark bookmark, string why)
    {
        if (bookmark.Kind == BookmarkKind.Task) Emit(new Effect.CancelTask(bookmark.Id, bookmark.ActivityId, why));
        if (bookmark.Kind == BookmarkKind.Timer) Emit(new Effect.CancelTimer(bookmark.Id));
    }

    /// <summary>Records an incident and does what the definition's strategy says.</summary>
    public void Fault(Frame frame, ActivityFault fault)
    {
        if (frame.Gone || Over) return;
        DropBookmarks(frame, "its activity faulted");
        foreach (var child in frame.Children.ToArray()) Cancel(child, "its container faulted");
        var incident = new Incident(
            Chance.Id(), frame.Activity.Id, frame.Activity.Kind.TypeInIncidents(frame.Activity), fault.Code, fault.Message, Context.Now, fault.TimedOut, Settled: false);
        frame.Status = FrameStatus.Faulted;
        frame.IncidentId = incident.Id;
        _incidents.Add(incident);
        Tell(frame, "Faulted", message: fault.Message);
        Emit(new Effect.RaiseIncident(incident.Id, incident.ActivityId, incident.ActivityType, incident.Code, incident.Message, incident.TimedOut));
        if (Definition.IncidentStrategy == Definitions.IncidentStrategy.Fault) End(RunSubStatus.Faulted, "the run faulted");
        else if (frame.Parent is { } parent) Attempt(parent, () => parent.Activity.Kind.ChildFaulted(this, parent, frame));
    }

    private void Settle(string incidentId)
    {
        var at = _incidents.FindIndex(i => i.Id == incidentId);
        if (at < 0 || _incidents[at].Settled) return;
        _incidents[at] = _incidents[at] with { Settled = true };
        Emit(new Effect.CloseIncident(incidentId));
    }

    /// <summary>The open activity that an incident holds; null when there is none.</summary>
    public Frame? HeldBy(string incidentId) => _frames.Values.FirstOrDefault(f => f.IncidentId == incidentId && f.Status == FrameStatus.Faulted);

    /// <summary>Executes a faulted activity again from its beginning.</summary>
    public void Retry(Frame frame)
    {
        Release(frame);
        frame.Status = FrameStatus.Scheduled;
        _queue.Enqueue(frame);
    }

    /// <summary>Goes on behind a faulted activity as if it had ended with this outcome.</summary>
    public void Skip(Frame frame, string outcome)
    {
        Release(frame);
        Complete(frame, outcome);
    }

    private void Release(Frame frame)
    {
        Settle(frame.IncidentId!);
        frame.IncidentId = null;
    }
}
