using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>Collects what is wrong with a definition, with file and place.</summary>
internal sealed class DefinitionChecks(string file)
{
    private HashSet<(string Source, string Port)> _left = [];
    private IReadOnlyDictionary<Activity, string> _places = new Dictionary<Activity, string>();

    public List<DefinitionError> Errors { get; } = [];
    public List<DefinitionError> Warnings { get; } = [];

    /// <summary>JSON path of the activity that is being checked.</summary>
    public string Place { get; set; } = "";

    public void Error(string code, string place, string found, string expected) => Errors.Add(new(code, file, place, found, expected));

    public void Warn(string code, string place, string found, string expected) => Warnings.Add(new(code, file, place, found, expected));

    /// <summary>Checks every activity with its type; places are those of the JSON text.</summary>
    public void Run(IReadOnlyDictionary<Activity, string> places)
    {
        _left = [.. places.Keys.SelectMany(a => a.Connections).Select(c => (c.Source, c.Port))];
        _places = places;
        foreach (var (activity, place) in places)
        {
            Place = place;
            if (activity is { Version: > 1, Kind: not NotFound, Composite: null })
                Warn(DefinitionCodes.UnknownVersion, $"{place}.version", $"version {activity.Version} of {activity.Type}", "version 1; it runs as that");
            if (activity.OffBy is { } off && activity.Ports is { Count: > 0 } ports && !ports.Contains(off))
                Warn(DefinitionCodes.UnknownOff, $"{place}.customProperties['{Activity.OffProperty}']", $"'{off}'", "one of its outcomes: " + string.Join(", ", ports));
            activity.Kind.Check(activity, this);
        }
    }

    /// <summary>JSON path of an activity; null for one that no text names.</summary>
    public string? PlaceOf(Activity activity) => _places.GetValueOrDefault(activity);

    /// <summary>An input without which nobody knows what to do.</summary>
    public void Needs(Activity activity, string input, string code, string expected)
    {
        if (!activity.Inputs.TryGetValue(input, out var given) || given.IsFixed && string.IsNullOrWhiteSpace(Values.Text(given.Value)))
            Warn(code, $"{Place}.{input}", given is null ? "nothing" : Json.Show(given.Value), expected);
    }

    /// <summary>A due rule that is fixed in the definition must be readable.</summary>
    public void DueRule(Activity activity, string input)
    {
        if (activity.Inputs.TryGetValue(input, out var given) && given.Syntax == "Literal" && Values.Text(given.Value) is { Length: > 0 } text
            && !Definitions.DueRule.TryParse(text, out _))
            Error(DefinitionCodes.BadDueRule, $"{Place}.{input}", $"'{text}'", "a number and a unit, such as '3 working-days'");
    }

    /// <summary>Every outcome that is offered should lead somewhere.</summary>
    public void PortsConnected(Activity activity)
    {
        foreach (var port in activity.Ports)
            if (!_left.Contains((activity.Id, port)))
                Warn(DefinitionCodes.DanglingPort, Place, $"outcome '{port}' of '{activity.Id}' without a connection", "a connection that leaves it");
    }
}
