using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Web.Pages.Admin.Services;

/// <summary>A definition as a reader follows it: numbered steps, and where each outcome leads. The drawing and the list beside it are both made of this.</summary>
public sealed record FlowPlan(IReadOnlyList<FlowStep> Steps)
{
    /// <param name="root">A flowchart; anything else is drawn as its children in a row.</param>
    public static FlowPlan Of(Activity root)
    {
        var connections = root.Connections.Count > 0 || root.Type.EndsWith("Flowchart", StringComparison.Ordinal)
            ? root.Connections
            : [.. root.Children.Zip(root.Children.Skip(1), (from, to) => new Connection(from.Id, "Done", to.Id))];
        var order = InReadingOrder(root.Children, connections);
        var numbers = order.Index().ToDictionary(o => o.Item.Id, o => o.Index + 1);
        return new([.. order.Select(activity => new FlowStep(numbers[activity.Id], activity, Exits(activity, connections, numbers)))]);
    }

    /// <summary>Depth first from the starts, so that what follows a step stands below it; what nothing leads to comes last.</summary>
    private static List<Activity> InReadingOrder(IReadOnlyList<Activity> all, IReadOnlyList<Connection> connections)
    {
        var byId = all.ToDictionary(a => a.Id);
        var after = connections.ToLookup(c => c.Source, c => c.Target);
        var reached = connections.Select(c => c.Target).ToHashSet();
        var (seen, finished) = (new HashSet<string>(), new List<Activity>());
        foreach (var start in all.OrderByDescending(a => a.CanStart).ThenBy(a => reached.Contains(a.Id))) Visit(start);
        finished.Reverse();
        return finished;

        void Visit(Activity activity)
        {
            if (!seen.Add(activity.Id)) return;
            foreach (var next in after[activity.Id].Reverse())
            {
                if (byId.TryGetValue(next, out var target)) Visit(target);
            }

            finished.Add(activity);
        }
    }

    private static List<FlowExit> Exits(Activity activity, IReadOnlyList<Connection> connections, Dictionary<string, int> numbers)
    {
        var own = connections.Where(c => c.Source == activity.Id && numbers.ContainsKey(c.Target)).ToList();
        var open = activity.Ports.Where(port => own.TrueForAll(c => c.Port != port) && port != "Done").Select(port => new FlowExit(port, null));
        return [.. own.Select(c => new FlowExit(c.Port, numbers[c.Target])), .. open];
    }
}

/// <param name="Exits">Outcomes in the definition's order, each with the number of the step it leads to.</param>
public sealed record FlowStep(int Number, Activity Activity, IReadOnlyList<FlowExit> Exits);

/// <param name="LeadsTo">Number of the next step; null when nothing is connected, so the branch ends.</param>
public sealed record FlowExit(string Port, int? LeadsTo);

/// <summary>What the drawing is made of.</summary>
public sealed record DrawnFlow(FlowPlan Plan, FlowWords Words);
