using System.Globalization;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Studio;

/// <summary>Where steps stand: side by side in a flowchart, one after the other in a list, or alone in a place such as a loop's body.</summary>
/// <param name="Holder">Id of the step that holds them; empty: the definition itself.</param>
/// <param name="Property">Name of the place in the holder's JSON, such as <c>activities</c> or <c>body</c>.</param>
public sealed record OutlinePlace(string Holder, string Property, PlaceKind Kind, IReadOnlyList<OutlineStep> Steps);

public enum PlaceKind { Flow, List, Single }

/// <param name="Number">As read aloud: 3, and 3.1 for the first step inside it.</param>
/// <param name="Known">What its type is; null for a type that this site does not know, or a definition used as a step.</param>
/// <param name="Exits">Ways on, in the order of its outcomes; empty outside flowcharts.</param>
/// <param name="Places">What stands inside it.</param>
public sealed record OutlineStep(string Number, string Id, string Type, JsonObject Json, ActivityDescriptor? Known, IReadOnlyList<string> Ports, IReadOnlyList<OutlineExit> Exits, IReadOnlyList<OutlinePlace> Places)
{
    public string? OffBy => DefinitionModel.OffBy(Json);
}

/// <param name="To">Id of the step it leads to; null: nothing is connected.</param>
/// <param name="IsOffered">The step still has this outcome.</param>
public sealed record OutlineExit(string Port, string? To, bool IsOffered);

/// <summary>A definition as headings and lists: every step with where each of its outcomes leads. It reads drafts that cannot run yet as well.</summary>
public sealed class Outline
{
    // What outcomes are made of.
    private static readonly HashSet<string> naming = new(["id", "type", "version", "outcomes", "possibleOutcomes", "branches", "expires", "cases", "expectedStatusCodes"], StringComparer.OrdinalIgnoreCase);

    private readonly IReadOnlyDictionary<string, Activity>? whole;
    private readonly Dictionary<string, OutlineStep> steps = new(StringComparer.Ordinal);
    private readonly DefinitionTexts names;

    private Outline(JsonObject model)
    {
        Model = model;
        names = new(model["customProperties"] as JsonObject);
        Reading = WorkflowDefinition.Read(model.ToJsonString(), model["definitionId"].Said() ?? "");
        whole = Reading.Definition?.Activities;
        Root = model["root"] is not JsonObject root ? new("", "root", PlaceKind.Single, [])
            : IsFlow(root) ? Place(root, "activities", PlaceKind.Flow, "") : new("", "root", PlaceKind.Single, [Step(root, "1", [])]);
    }

    public static Outline Of(JsonObject model) => new(model);

    public JsonObject Model { get; }
    public OutlinePlace Root { get; }
    public DefinitionReading Reading { get; }

    /// <summary>Every step, in reading order.</summary>
    public IReadOnlyCollection<OutlineStep> Steps => steps.Values;

    public OutlineStep? Find(string? id) => id is null ? null : steps.GetValueOrDefault(id);

    /// <summary>The place that a step stands in.</summary>
    public OutlinePlace? PlaceOf(string id) => Places(Root).FirstOrDefault(p => p.Steps.Any(s => s.Id == id));

    /// <summary>The step that an error is about, by its place: a JSON path such as <c>root.activities[3].due</c>, or a step's id with an input.</summary>
    public OutlineStep? StepAt(string place)
    {
        if ((Find(place) ?? Find(place.Split('.')[0])) is { } named) return named;
        OutlineStep? last = null;
        JsonNode? at = Model;
        foreach (var part in place.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            at = at switch
            {
                JsonArray many when int.TryParse(part, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < many.Count => many[index],
                JsonObject box => box[part],
                _ => null,
            };
            if (at is JsonObject found && Find(Text(found["id"])) is { } step) last = step;
        }

        return last;
    }

    /// <summary>Every place there is, outermost first.</summary>
    public IEnumerable<OutlinePlace> AllPlaces => Places(Root);

    /// <summary>What a step is called: by the definition's texts for people, else what its author wrote on the box, else its id.</summary>
    public LocalizedText Title(OutlineStep step) => Named(step) ?? names.Step(step.Id) ?? Plain(Text(step.Json["metadata"].Look("displayText"))) ?? Plain(Text(step.Json["name"])) ?? new(step.Id, step.Id);

    public LocalizedText Outcome(string port) => names.Outcome(port);

    /// <summary>Group and key of the text that names this step for people: a task by its name, a stage by its key, any other by its id.</summary>
    public static (string Group, string Key) NameOf(string type, JsonObject json) => type switch
    {
        "Municipal.Task" or "Municipal.ApplicantForm" or "Municipal.Fee" => ("tasks", Text(json["name"]) ?? Fixed(json["name"]) ?? Text(json["id"]) ?? ""),
        "Municipal.Stage" when Fixed(json["stage"]) is { } stage => ("stages", stage),
        _ => ("steps", Text(json["id"]) ?? ""),
    };

    private LocalizedText? Named(OutlineStep step) => NameOf(step.Type, step.Json) switch
    {
        ("tasks", var key) when names.Task(key) is var text && text.Ka != key => text,
        ("stages", var key) when names.Stage(key) is var text && text.Ka != key => text,
        _ => null,
    };

    private static IEnumerable<OutlinePlace> Places(OutlinePlace place) => place.Steps.SelectMany(s => s.Places).SelectMany(Places).Prepend(place);

    private OutlinePlace Place(JsonObject holder, string property, PlaceKind kind, string number)
    {
        List<JsonObject> inside = holder[property] switch
        {
            JsonArray many => [.. many.OfType<JsonObject>().Where(a => a.ContainsKey("type"))],
            JsonObject one when one.ContainsKey("type") => [one],
            _ => [],
        };
        var lines = kind == PlaceKind.Flow ? (holder["connections"] as JsonArray ?? []).OfType<JsonObject>().Select(DefinitionModel.Ends).ToList() : [];
        var ordered = kind == PlaceKind.Flow ? InReadingOrder(inside, lines) : inside;
        var id = Text(holder["id"]) ?? "";
        return new(id, property, kind, [.. ordered.Select((json, i) => Step(json, $"{number}{(i + 1).ToString(CultureInfo.InvariantCulture)}", lines, kind == PlaceKind.Flow))]);
    }

    private OutlineStep Step(JsonObject json, string number, List<(string From, string Port, string To)> lines, bool hasExits = false)
    {
        var (id, type) = (Text(json["id"]) ?? "", Text(json["type"]) ?? "");
        var ports = whole is not null && whole.TryGetValue(id, out var known) ? known.Ports : PortsOf(json);
        var own = lines.Where(l => l.From == id).ToList();
        List<OutlineExit> exits = !hasExits ? []
            : [.. ports.SelectMany(p => own.Where(l => l.Port == p).Select(l => (string?)l.To).DefaultIfEmpty(null).Select(to => new OutlineExit(p, to, IsOffered: true))),
               .. own.Where(l => !ports.Contains(l.Port)).Select(l => new OutlineExit(l.Port, l.To, IsOffered: ports.Count == 0))];

        // Kept before what is inside it: reading order.
        steps[id] = new(number, id, type, json, ActivityTypes.Find(type), ports, exits, []);
        var places = new List<OutlinePlace>();
        if (IsFlow(json)) places.Add(Place(json, "activities", PlaceKind.Flow, number + "."));
        else if (json["activities"] is JsonArray) places.Add(Place(json, "activities", PlaceKind.List, number + "."));
        else if (type is "Elsa.Sequence" or "Elsa.Parallel") places.Add(Place(json, "activities", PlaceKind.List, number + "."));
        else if (type == "Elsa.Fork") places.Add(Place(json, "branches", PlaceKind.List, number + "."));
        foreach (var embedded in ActivityTypes.Find(type)?.Embedded ?? []) places.Add(Place(json, embedded, PlaceKind.Single, number + "."));
        return steps[id] = steps[id] with { Places = places };
    }

    // Depth first from the starts, so that what follows a step stands below it; what nothing leads to comes last.
    private static List<JsonObject> InReadingOrder(List<JsonObject> all, List<(string From, string Port, string To)> lines)
    {
        var byId = all.GroupBy(a => Text(a["id"]) ?? "").ToDictionary(g => g.Key, g => g.First());
        var (after, reached) = (lines.ToLookup(l => l.From, l => l.To), lines.Select(l => l.To).ToHashSet());
        var (seen, finished) = (new HashSet<string>(), new List<JsonObject>());
        foreach (var start in byId.OrderByDescending(a => a.Value["customProperties"].Look("canStartWorkflow") is JsonValue flag && flag.TryGetValue<bool>(out var starts) && starts).ThenBy(a => reached.Contains(a.Key))) Visit(start.Key);
        finished.Reverse();
        return finished;

        void Visit(string first)
        {
            // With a stack of its own: a definition may be ten thousand steps long.
            var open = new Stack<(string Id, IEnumerator<string> Next)>();
            void Enter(string id)
            {
                if (byId.ContainsKey(id) && seen.Add(id)) open.Push((id, after[id].Reverse().GetEnumerator()));
            }

            Enter(first);
            while (open.TryPeek(out var top))
            {
                if (top.Next.MoveNext()) Enter(top.Next.Current);
                else finished.Add(byId[open.Pop().Id]);
            }
        }
    }

    /// <summary>Outcomes of one step by itself, whatever is wrong elsewhere.</summary>
    internal static IReadOnlyList<string> PortsOf(JsonObject step)
    {
        var alone = new JsonObject();
        foreach (var (name, value) in step.Where(p => naming.Contains(p.Key))) alone[name] = value?.DeepClone();
        var around = new JsonObject { ["definitionId"] = "one", ["root"] = new JsonObject { ["id"] = "around one", ["type"] = "Elsa.Flowchart", ["activities"] = new JsonArray(alone), ["connections"] = new JsonArray() } };
        return WorkflowDefinition.Read(around.ToJsonString(), "one").Definition?.Activities.GetValueOrDefault(Text(step["id"]) ?? "")?.Ports ?? [];
    }

    private static bool IsFlow(JsonObject json) => Text(json["type"]) == "Elsa.Flowchart";

    private static LocalizedText? Plain(string? text) => string.IsNullOrWhiteSpace(text) ? null : new(text, text);

    private static string? Fixed(JsonNode? input) => input is JsonObject wrapped && wrapped["expression"] is JsonObject expression && Text(expression["type"]) is null or "Literal" ? Text(((input as JsonObject).Look("expression") as JsonObject).Look("value")) : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;
}
