using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Forms;

/// <summary>A question as a page about it says it.</summary>
/// <param name="Options">One on each line: value, Georgian label and English label with bars between them.</param>
/// <param name="Section">Heading of the section that begins with it; empty: none does.</param>
/// <param name="WhenField">The field it depends on; empty: it is always asked.</param>
public sealed record FieldChange(
    string Kind, LocalizedText Label, LocalizedText Hint, bool Required, bool Personal, bool Fact, string WhenField, string WhenEquals, string Options, string MaxLength, LocalizedText Section);

/// <summary>Changes of a form's JSON: pages, questions, their order and conditions. What a page does not know of a question stays as it is.</summary>
public sealed class FormEdits
{
    private static readonly JsonSerializerOptions lines = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly HashSet<FieldKind> chosen = [FieldKind.Radios, FieldKind.Select, FieldKind.Checkboxes];

    private readonly JsonObject form;
    private readonly bool endsWithLine;

    private FormEdits(JsonObject form, bool endsWithLine) => (this.form, this.endsWithLine) = (form, endsWithLine);

    /// <returns>Null: the text is no JSON object.</returns>
    public static FormEdits? Of(string? text)
    {
        try
        {
            return JsonNode.Parse(text ?? "") is JsonObject form ? new(form, text!.EndsWith('\n')) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Text => form.ToJsonString(lines) + (endsWithLine ? "\n" : "");

    public IReadOnlyList<JsonObject> Pages => [.. (form["pages"] as JsonArray ?? []).OfType<JsonObject>()];

    public static IReadOnlyList<JsonObject> FieldsOf(JsonObject page) => [.. (page["fields"] as JsonArray ?? []).OfType<JsonObject>()];

    public IEnumerable<JsonObject> Fields => Pages.SelectMany(FieldsOf);

    public JsonObject? Field(string? key) => Fields.FirstOrDefault(f => Key(f) == key);

    public static string Key(JsonObject thing) => thing["key"].Said() ?? "";

    /// <summary>Both languages of a text in it; empty where there is none.</summary>
    public static LocalizedText Both(JsonObject thing, string name) => new((thing[name] as JsonObject).Look("ka").Said() ?? "", (thing[name] as JsonObject).Look("en").Said() ?? "");

    public static FieldChange Read(JsonObject field)
    {
        var when = field["when"] as JsonObject;
        var options = (field["options"] as JsonArray ?? []).OfType<JsonObject>().Select(o => $"{o["value"].Said()} | {Both(o, "label").Ka} | {Both(o, "label").En}");
        return new(
            field["kind"].Said() ?? "text", Both(field, "label"), Both(field, "hint"), Flag(field, "required"), Flag(field, "personal"), Flag(field, "fact"), when.Look("field").Said() ?? "", when.Look("equals").Said() ?? "",
            string.Join('\n', options), field["maxLength"]?.ToString() ?? "", Both(field, "section"));
    }

    public void Change(string key, FieldChange change)
    {
        if (Field(key) is not { } field || Read(field) == change) return;
        Set(field, "kind", change.Kind);
        Say(field, "label", change.Label);
        Say(field, "hint", change.Hint);
        Say(field, "section", change.Section);
        foreach (var (name, value) in new[] { ("required", change.Required), ("personal", change.Personal), ("fact", change.Fact) })
        {
            if (value == Flag(field, name)) continue;
            if (value) field[name] = true;
            else field.Remove(name);
        }

        if (change.WhenField.Length == 0) field.Remove("when");
        else if (field["when"] is JsonObject when) (when["field"], when["equals"]) = (change.WhenField, change.WhenEquals);
        else field["when"] = new JsonObject { ["field"] = change.WhenField, ["equals"] = change.WhenEquals };
        if (int.TryParse(change.MaxLength, out var most)) field["maxLength"] = most;
        else if (change.MaxLength.Length == 0) field.Remove("maxLength");
        else field["maxLength"] = change.MaxLength;     // said to be wrong when the whole is read
        if (Enum.TryParse<FieldKind>(change.Kind, ignoreCase: true, out var kind) && chosen.Contains(kind)) WriteOptions(field, change.Options);
        else field.Remove("options");
    }

    public void Title(string pageKey, LocalizedText title)
    {
        if (Pages.FirstOrDefault(p => Key(p) == pageKey) is { } page) Say(page, "title", title);
    }

    /// <returns>The key of the new question.</returns>
    public string? Add(string pageKey)
    {
        if (Pages.FirstOrDefault(p => Key(p) == pageKey) is not { } page) return null;
        var key = Free("question", Fields.Select(Key));
        if (page["fields"] is not JsonArray fields) page["fields"] = fields = [];
        fields.Add(new JsonObject { ["key"] = key, ["kind"] = "text", ["label"] = new JsonObject { ["ka"] = "", ["en"] = "" } });
        return key;
    }

    public void AddPage()
    {
        if (form["pages"] is not JsonArray pages) form["pages"] = pages = [];
        pages.Add(new JsonObject { ["key"] = Free("page", Pages.Select(Key)), ["title"] = new JsonObject { ["ka"] = "", ["en"] = "" }, ["fields"] = new JsonArray() });
    }

    /// <summary>Moves a question up or down, over the edge of its page to the next one.</summary>
    public void Move(string key, int by)
    {
        if (Field(key) is not { Parent: JsonArray { Parent: JsonObject page } fields } field) return;
        var (at, pageAt) = (fields.IndexOf(field), Pages.ToList().IndexOf(page));
        if (at + by >= 0 && at + by < fields.Count)
        {
            fields.RemoveAt(at);
            fields.Insert(at + by, field);
        }
        else if (pageAt + by >= 0 && pageAt + by < Pages.Count)
        {
            fields.RemoveAt(at);
            if (Pages[pageAt + by]["fields"] is not JsonArray next) Pages[pageAt + by]["fields"] = next = [];
            if (by < 0) next.Add(field);
            else next.Insert(0, field);
        }
    }

    public void Remove(string key)
    {
        if (Field(key) is { Parent: JsonArray fields } field) fields.Remove(field);
    }

    public void RemovePage(string key)
    {
        if (Pages.FirstOrDefault(p => Key(p) == key) is { Parent: JsonArray pages } page && FieldsOf(page).Count == 0) pages.Remove(page);
    }

    private static void WriteOptions(JsonObject field, string text)
    {
        if (Read(field).Options == text.ReplaceLineEndings("\n").Trim()) return;
        var before = (field["options"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        field["options"] = new JsonArray([.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            var option = before.Find(o => o["value"].Said() == parts[0])?.DeepClone().AsObject() ?? new JsonObject { ["value"] = parts[0] };
            option["label"] = new JsonObject { ["ka"] = parts.ElementAtOrDefault(1) ?? "", ["en"] = parts.ElementAtOrDefault(2) ?? "" };
            return (JsonNode)option;
        })]);
    }

    private static void Say(JsonObject thing, string name, LocalizedText text)
    {
        if (Both(thing, name) == text) return;
        if (text.Ka.Length == 0 && text.En.Length == 0 && name != "label" && name != "title") thing.Remove(name);
        else thing[name] = new JsonObject { ["ka"] = text.Ka, ["en"] = text.En };
    }

    private static void Set(JsonObject thing, string name, string value)
    {
        if (thing[name].Said() != value) thing[name] = value;
    }

    private static bool Flag(JsonObject thing, string name) => thing[name] is JsonValue value && value.TryGetValue<bool>(out var isSet) && isSet;

    private static string Free(string word, IEnumerable<string> taken)
    {
        var known = taken.ToHashSet();
        for (var number = 1; ; number++)
            if (!known.Contains($"{word}-{number}")) return $"{word}-{number}";
    }
}
