using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.State;

/// <summary>The saved form of a state. Property order is fixed and sets are sorted ordinally, so that equal states have equal texts.</summary>
internal static class StateJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    public static string Write(WorkflowState state, bool withValues)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", 1);
            json.WriteString("instanceId", state.InstanceId);
            json.WriteString("definitionId", state.DefinitionId);
            json.WriteNumber("definitionVersion", state.DefinitionVersion);
            if (withValues) Text(json, "correlationId", state.CorrelationId);
            if (withValues) Text(json, "name", state.Name);
            json.WriteString("status", state.Status.ToString());
            json.WriteString("subStatus", state.SubStatus.ToString());
            json.WriteNumber("counter", state.Counter);
            Text(json, "trigger", state.TriggerActivityId);

            json.WriteStartArray("frames");
            foreach (var frame in state.Frames) Frame(json, frame, withValues);
            json.WriteEndArray();

            json.WriteStartArray("bookmarks");
            foreach (var bookmark in state.Bookmarks) Bookmark(json, bookmark);
            json.WriteEndArray();

            json.WriteStartArray("incidents");
            foreach (var incident in state.Incidents) Incident(json, incident, withValues);
            json.WriteEndArray();

            Variables(json, state.VariableValues, withValues);
            Named(json, "input", state.InputValues, withValues);
            Named(json, "output", state.OutputValues, withValues);

            json.WriteStartObject("results");
            foreach (var (activity, outputs) in state.Results.OrderBy(r => r.Key, StringComparer.Ordinal)) Named(json, activity, outputs, withValues);
            json.WriteEndObject();
            if (withValues && state.LastResult is not null) Value(json, "lastResult", state.LastResult);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Frame(Utf8JsonWriter json, FrameState frame, bool withValues)
    {
        json.WriteStartObject();
        json.WriteNumber("number", frame.Number);
        json.WriteNumber("parent", frame.Parent);
        json.WriteString("activity", frame.ActivityId);
        json.WriteString("status", frame.Status.ToString());
        if (frame.Again) json.WriteBoolean("again", true);
        if (frame.Position != 0) json.WriteNumber("position", frame.Position);
        Text(json, "incident", frame.IncidentId);
        if (frame.Variables.Count > 0) Variables(json, frame.Variables, withValues);
        if (frame.Marks.Count > 0)
        {
            json.WriteStartObject("marks");
            foreach (var (key, mark) in frame.Marks.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, mark.ToString());
            json.WriteEndObject();
        }
        if (frame.Tokens.Count > 0)
        {
            json.WriteStartArray("tokens");
            foreach (var token in frame.Tokens) json.WriteStringValue(token);
            json.WriteEndArray();
        }
        if (frame.Fired.Count > 0)
        {
            json.WriteStartArray("fired");
            foreach (var id in frame.Fired.Order(StringComparer.Ordinal)) json.WriteStringValue(id);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Bookmark(Utf8JsonWriter json, Bookmark bookmark)
    {
        json.WriteStartObject();
        json.WriteString("id", bookmark.Id);
        json.WriteString("kind", bookmark.Kind.ToString());
        json.WriteNumber("frame", bookmark.Frame);
        json.WriteString("activity", bookmark.ActivityId);
        json.WriteString("type", bookmark.ActivityType);
        Text(json, "name", bookmark.Name);
        if (bookmark.Outcomes.Count > 0)
        {
            json.WriteStartArray("outcomes");
            foreach (var outcome in bookmark.Outcomes) json.WriteStringValue(outcome);
            json.WriteEndArray();
        }
        if (bookmark.DueAt is { } due) json.WriteString("dueAt", Moment(due));
        json.WriteEndObject();
    }

    private static void Incident(Utf8JsonWriter json, Incident incident, bool withValues)
    {
        json.WriteStartObject();
        json.WriteString("id", incident.Id);
        json.WriteString("activity", incident.ActivityId);
        json.WriteString("type", incident.ActivityType);
        json.WriteString("code", incident.Code);
        if (withValues) json.WriteString("message", incident.Message);
        json.WriteString("at", Moment(incident.At));
        if (incident.TimedOut) json.WriteBoolean("timedOut", true);
        if (incident.Settled) json.WriteBoolean("settled", true);
        json.WriteEndObject();
    }

    private static void Variables(Utf8JsonWriter json, IReadOnlyList<VariableValue> variables, bool withValues)
    {
        json.WriteStartArray("variables");
        foreach (var variable in variables)
        {
            json.WriteStartObject();
            json.WriteString("id", variable.Id);
            json.WriteString("name", variable.Name);
            json.WriteString("type", variable.TypeName);
            if (withValues) Value(json, "value", variable.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Named(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, JsonNode?>> values, bool withValues)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal)) Value(json, key, withValues ? value : null);
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, string name, JsonNode? value)
    {
        json.WritePropertyName(name);
        if (value is null) json.WriteNullValue();
        else value.WriteTo(json);
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static string Moment(DateTimeOffset moment) => moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    public static WorkflowState Read(string json)
    {
        try
        {
            var root = JsonNode.Parse(json, documentOptions: new() { MaxDepth = 256 })!.AsObject();
            return new WorkflowState
            {
                InstanceId = String(root, "instanceId")!,
                DefinitionId = String(root, "definitionId")!,
                DefinitionVersion = Number(root, "definitionVersion"),
                CorrelationId = String(root, "correlationId"),
                Name = String(root, "name"),
                Status = Enum.Parse<RunStatus>(String(root, "status")!),
                SubStatus = Enum.Parse<RunSubStatus>(String(root, "subStatus")!),
                Counter = Number(root, "counter"),
                TriggerActivityId = String(root, "trigger"),
                Frames = [.. root["frames"]!.AsArray().Select(f => ReadFrame(f!.AsObject()))],
                Bookmarks = [.. root["bookmarks"]!.AsArray().Select(b => ReadBookmark(b!.AsObject()))],
                Incidents = [.. root["incidents"]!.AsArray().Select(i => ReadIncident(i!.AsObject()))],
                VariableValues = ReadVariables(root),
                Input = root["input"]!.AsObject(),
                Output = root["output"]!.AsObject(),
                Results = root["results"]!.AsObject().ToDictionary(
                    r => r.Key,
                    r => (IReadOnlyDictionary<string, JsonNode?>)r.Value!.AsObject().ToDictionary(o => o.Key, o => Values.Own(o.Value), StringComparer.Ordinal),
                    StringComparer.Ordinal),
                LastResult = Values.Own(root["lastResult"]),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException or OverflowException)
        {
            throw new FormatException("The text is not a saved workflow state.", e);
        }
    }

    private static FrameState ReadFrame(JsonObject json) => new()
    {
        Number = Number(json, "number"),
        Parent = Number(json, "parent"),
        ActivityId = String(json, "activity")!,
        Status = Enum.Parse<FrameStatus>(String(json, "status")!),
        Again = json["again"] is not null,
        Position = json["position"] is null ? 0 : Number(json, "position"),
        IncidentId = String(json, "incident"),
        Variables = ReadVariables(json),
        Marks = json["marks"] is JsonObject marks ? [.. marks.Select(m => KeyValuePair.Create(m.Key, Enum.Parse<Mark>(m.Value!.GetValue<string>())))] : [],
        Tokens = json["tokens"] is JsonArray tokens ? [.. tokens.Select(t => t!.GetValue<string>())] : [],
        Fired = json["fired"] is JsonArray fired ? [.. fired.Select(f => f!.GetValue<string>())] : [],
    };

    private static Bookmark ReadBookmark(JsonObject json) => new(
        String(json, "id")!, Enum.Parse<BookmarkKind>(String(json, "kind")!), String(json, "activity")!, String(json, "type")!, String(json, "name"),
        json["outcomes"] is JsonArray outcomes ? [.. outcomes.Select(o => o!.GetValue<string>())] : [],
        String(json, "dueAt") is { } due ? ReadMoment(due) : null)
    {
        Frame = Number(json, "frame"),
    };

    private static Incident ReadIncident(JsonObject json) => new(
        String(json, "id")!, String(json, "activity")!, String(json, "type")!, String(json, "code")!, String(json, "message") ?? "",
        ReadMoment(String(json, "at")!), json["timedOut"] is not null, json["settled"] is not null);

    private static IReadOnlyList<VariableValue> ReadVariables(JsonObject json) => json["variables"] is not JsonArray variables ? [] :
        [.. variables.Select(v => new VariableValue(String(v!.AsObject(), "id")!, String(v.AsObject(), "name")!, String(v.AsObject(), "type")!, Values.Own(v["value"])))];

    private static DateTimeOffset ReadMoment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
    private static string? String(JsonObject json, string name) => json[name]?.GetValue<string>();
    private static int Number(JsonObject json, string name) => json[name]!.GetValue<int>();
}
