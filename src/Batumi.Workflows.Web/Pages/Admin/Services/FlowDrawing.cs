using System.Globalization;

namespace Batumi.Workflows.Web.Pages.Admin.Services;

/// <summary>Where the boxes and lines of a definition stand: as the designer saved them or, where it did not, in layers from top to bottom.</summary>
public sealed record FlowDrawing(IReadOnlyList<FlowBox> Boxes, IReadOnlyList<FlowLine> Lines, double Left, double Top, double Width, double Height)
{
    public const double BoxWidth = 230, BoxHeight = 76;
    private const double GapX = 60, GapY = 74, Margin = 48;

    public static FlowDrawing Of(FlowPlan plan)
    {
        var places = plan.Steps.All(s => s.Activity.Position is not null) && plan.Steps.Select(s => s.Activity.Position).Distinct().Count() == plan.Steps.Count
            ? plan.Steps.ToDictionary(s => s.Number, s => (s.Activity.Position!.Value.X, s.Activity.Position!.Value.Y))
            : Layered(plan);
        FlowBox[] boxes = [.. plan.Steps.Select(s => new FlowBox(s, places[s.Number].Item1, places[s.Number].Item2))];
        var byNumber = boxes.ToDictionary(b => b.Step.Number);
        var lines = boxes.SelectMany(from => from.Step.Exits.Where(e => e.LeadsTo is not null)
            .Select((exit, index) => Line(from, byNumber[exit.LeadsTo!.Value], exit.Port, index, from.Step.Exits.Count(e => e.LeadsTo is not null)))).ToList();
        if (boxes.Length == 0) return new([], [], 0, 0, 0, 0);

        var (left, top) = (boxes.Min(b => b.X) - Margin, boxes.Min(b => b.Y) - Margin);
        return new(boxes, lines, left, top, boxes.Max(b => b.X) + BoxWidth + (2 * Margin) - left, boxes.Max(b => b.Y) + BoxHeight + Margin - top);
    }

    /// <summary>A step stands below everything that leads to it, except for what comes back to it from below.</summary>
    private static Dictionary<int, (double, double)> Layered(FlowPlan plan)
    {
        var layers = plan.Steps.ToDictionary(s => s.Number, _ => 0);
        foreach (var step in plan.Steps)        // reading order: whatever leads forward is placed before what it leads to
        {
            foreach (var next in step.Exits.Where(e => e.LeadsTo > step.Number)) layers[next.LeadsTo!.Value] = Math.Max(layers[next.LeadsTo.Value], layers[step.Number] + 1);
        }

        var centres = new Dictionary<int, double>();
        var places = new Dictionary<int, (double, double)>();
        foreach (var layer in plan.Steps.GroupBy(s => layers[s.Number]).OrderBy(g => g.Key))
        {
            // Near the middle of what leads to it, which keeps most lines from crossing.
            var ordered = layer.OrderBy(s => plan.Steps.Where(p => p.Number < s.Number && p.Exits.Any(e => e.LeadsTo == s.Number)).Select(p => centres.GetValueOrDefault(p.Number)).DefaultIfEmpty(0).Average()).ToList();
            for (var i = 0; i < ordered.Count; i++)
            {
                var x = (i - ((ordered.Count - 1) / 2.0)) * (BoxWidth + GapX);
                centres[ordered[i].Number] = x;
                places[ordered[i].Number] = (x - (BoxWidth / 2), layer.Key * (BoxHeight + GapY));
            }
        }

        return places;
    }

    private static FlowLine Line(FlowBox from, FlowBox to, string port, int index, int of)
    {
        var share = (index + 1.0) / (of + 1);
        (double X, double Y) start, end, c1, c2;
        if (to.Y >= from.Y + BoxHeight)                                                 // below: from the bottom edge to the top edge
        {
            (start, end) = ((from.X + (BoxWidth * share), from.Y + BoxHeight), (to.X + (BoxWidth / 2), to.Y));
            var bend = Math.Max(30, (end.Y - start.Y) / 2);
            (c1, c2) = ((start.X, start.Y + bend), (end.X, end.Y - bend));
        }
        else if (to.X >= from.X + BoxWidth)                                             // beside: from the right edge to the left edge
        {
            (start, end) = ((from.X + BoxWidth, from.Y + (BoxHeight * share)), (to.X, to.Y + (BoxHeight / 2)));
            var bend = Math.Max(30, (end.X - start.X) / 2);
            (c1, c2) = ((start.X + bend, start.Y), (end.X - bend, end.Y));
        }
        else                                                                            // back: round the right side
        {
            (start, end) = ((from.X + BoxWidth, from.Y + (BoxHeight * share)), (to.X + BoxWidth, to.Y + (BoxHeight * 0.7)));
            var bend = Math.Max(from.X, to.X) + BoxWidth + 70;
            (c1, c2) = ((bend, start.Y), (bend, end.Y));
        }

        const double near = 0.3;                                                        // the label stands near its own box
        return new(port, string.Create(CultureInfo.InvariantCulture, $"M{start.X:0.#} {start.Y:0.#}C{c1.X:0.#} {c1.Y:0.#} {c2.X:0.#} {c2.Y:0.#} {end.X:0.#} {end.Y:0.#}"),
            Along(start.X, c1.X, c2.X, end.X, near), Along(start.Y, c1.Y, c2.Y, end.Y, near), from.Step.Exits.Count > 1 || port != "Done");
    }

    private static double Along(double a, double b, double c, double d, double t) =>
        ((1 - t) * (1 - t) * (1 - t) * a) + (3 * (1 - t) * (1 - t) * t * b) + (3 * (1 - t) * t * t * c) + (t * t * t * d);
}

public sealed record FlowBox(FlowStep Step, double X, double Y);

/// <param name="ShowsPort">The only way on, "Done", needs no word.</param>
public sealed record FlowLine(string Port, string Path, double LabelX, double LabelY, bool ShowsPort);
