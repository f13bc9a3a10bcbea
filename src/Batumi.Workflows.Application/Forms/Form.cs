using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Forms;

public sealed record FormReading(Form? Form, IReadOnlyList<DefinitionError> Errors);

/// <summary>Questions, page by page, as a municipality describes them in <c>forms/*.json</c>.</summary>
public sealed partial record Form(string Key, LocalizedText Title, IReadOnlyList<FormPage> Pages)
{
    /// <summary>In a task's form, conditions may name the outcome that the officer chooses.</summary>
    public const string OutcomeField = "outcome";

    private static readonly string[] onlyOfFiles = ["accept", "minFiles", "maxFiles", "forApplicant"];

    public IEnumerable<FormField> Fields => Pages.SelectMany(page => page.Fields);

    public FormField? Field(string key) => Fields.FirstOrDefault(f => f.Key == key);

    /// <summary>The answers a workflow may see: those that no field marks as personal.</summary>
    public JsonObject WithoutPersonal(JsonObject answers) => Only(answers, field => !field.Personal);

    /// <summary>The answers that lists and statistics may show.</summary>
    public JsonObject Facts(JsonObject answers) => Only(answers, field => field.Fact && !field.Personal);

    public static FormReading Read(string text, string file)
    {
        var reader = JsonReader.Open(text, file);
        var pages = reader.Children("pages").Select(page => new FormPage(page.Text("key"), page.Both("title"), page.OptionalBoth("intro"),
            [.. page.Children("fields").Select(ReadField)])).ToList();
        var form = new Form(reader.Text("key"), reader.Both("title"), pages);
        if (pages.Count == 0) reader.Fail("pages", "none", "at least one page");
        foreach (var twice in form.Fields.GroupBy(f => f.Key).Where(g => g.Count() > 1)) reader.Fail("pages", $"field {twice.Key} twice", "each field once");
        foreach (var twice in pages.GroupBy(p => p.Key).Where(g => g.Count() > 1)) reader.Fail("pages", $"page {twice.Key} twice", "each page once");
        foreach (var field in form.Fields.Where(f => f.When is { } when && when.Field != OutcomeField && form.Field(when.Field) is null))
            reader.Fail("pages", $"{field.Key} depends on {field.When!.Field}", "a field of this form");
        return new(reader.IsSound ? form : null, reader.Errors);
    }

    private static FormField ReadField(JsonReader field)
    {
        var key = field.Text("key");
        if (key.Length > 0 && !KeyPattern().IsMatch(key)) field.Fail("key", key, "letters, digits and dashes, at most 40, beginning with a letter");
        var named = field.Text("kind");
        if (!Enum.TryParse<FieldKind>(named, ignoreCase: true, out var kind) || !Enum.GetNames<FieldKind>().Contains(named, StringComparer.OrdinalIgnoreCase))
            field.Fail("kind", named.Length == 0 ? "nothing" : named, string.Join(", ", Enum.GetNames<FieldKind>()).ToLowerInvariant());
        var options = field.Children("options").Select(o => new FieldOption(o.Text("value"), o.Both("label"), o.OptionalBoth("hint"))).ToList();
        if (kind is FieldKind.Radios or FieldKind.Select or FieldKind.Checkboxes && options.Count == 0) field.Fail("options", "none", "at least one option");
        if (kind != FieldKind.Files)
        {
            foreach (var name in onlyOfFiles.Where(field.Has)) field.Fail(name, $"a field of kind {named}", "this in a field of kind files only");
        }

        if (kind == FieldKind.PersonalNumber && field.Flag("fact")) field.Fail("fact", "true", "false: personal numbers are never counted");
        var accept = field.OptionalText("accept");
        if (accept is not (null or FormField.Pictures or FormField.Documents)) field.Fail("accept", accept, $"{FormField.Pictures} or {FormField.Documents}");
        var when = field.Child("when") is { } condition ? new FieldCondition(condition.Text("field"), condition.Text("equals")) : null;
        var (least, most) = (field.Number("minFiles", 1, FormField.MostFiles), field.Number("maxFiles", 1, FormField.MostFiles) ?? FormField.UsualFiles);
        if (least is not null && !field.Flag("required")) field.Fail("minFiles", $"{least}", "this in a required field only");
        if (least > most) field.Fail("minFiles", $"{least}", $"at most the {most} of maxFiles");
        return new(key, kind, field.Both("label"), field.OptionalBoth("hint"), field.Flag("required"), field.Number("minLength", 0, 10_000), field.Number("maxLength", 1, 10_000),
            field.Number("min", int.MinValue, int.MaxValue), field.Number("max", int.MinValue, int.MaxValue), options,
            field.Flag("personal") || kind == FieldKind.PersonalNumber, field.Flag("fact"), when, field.OptionalText("role"))
        {
            Accept = accept ?? FormField.Pictures, MinFiles = least ?? (field.Flag("required") ? 1 : 0), MaxFiles = most, ForApplicant = field.Flag("forApplicant"),
            Section = field.OptionalBoth("section"),
        };
    }

    private JsonObject Only(JsonObject answers, Func<FormField, bool> which)
    {
        var kept = new JsonObject();
        foreach (var field in Fields.Where(which))
        {
            if (answers[field.Key] is { } value) kept[field.Key] = value.DeepClone();
        }

        return kept;
    }

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9-]{0,39}$")]
    private static partial Regex KeyPattern();
}

public sealed record FormPage(string Key, LocalizedText Title, LocalizedText? Intro, IReadOnlyList<FormField> Fields);

/// <param name="Personal">Never leaves the case: not to the workflow's state, not to statistics.</param>
/// <param name="Fact">May be shown in lists and counted.</param>
/// <param name="When">Asked, and kept, only if another field has that value.</param>
/// <param name="Role">For a choice of units: those that may hold this role.</param>
public sealed record FormField(
    string Key, FieldKind Kind, LocalizedText Label, LocalizedText? Hint, bool Required, int? MinLength, int? MaxLength, int? Min, int? Max,
    IReadOnlyList<FieldOption> Options, bool Personal, bool Fact, FieldCondition? When, string? Role)
{
    public const string Pictures = "pictures", Documents = "documents";
    public const int UsualFiles = 5, MostFiles = 20;

    /// <summary>Heading of the section that begins with this question; null: it goes on with the one before.</summary>
    public LocalizedText? Section { get; init; }

    /// <summary>What a field of files takes.</summary>
    public string Accept { get; init; } = Pictures;

    /// <summary>How many files a field of files needs.</summary>
    public int MinFiles { get; init; }

    /// <summary>Does the applicant see the files that staff add here?</summary>
    public bool ForApplicant { get; init; }

    /// <summary>How many files a field of files takes.</summary>
    public int MaxFiles { get; init; } = UsualFiles;
}

public sealed record FieldOption(string Value, LocalizedText Label, LocalizedText? Hint);

public sealed record FieldCondition(string Field, string Value);

public enum FieldKind { Text, Textarea, Radios, Select, Checkboxes, YesNo, Place, Files, Phone, Email, Number, Money, Unit, PersonalNumber, CompanyCode, CadastralCode, Date }
