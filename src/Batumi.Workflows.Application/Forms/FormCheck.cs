using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Primitives;
using PhoneNumbers;

namespace Batumi.Workflows.Application.Forms;

/// <param name="FieldKey">The field; for parts of a place <c>place.words</c> and the like.</param>
/// <param name="Code">Resource key of the sentence, such as <c>Field.Required</c>.</param>
public sealed record FieldError(string FieldKey, string Code, params IReadOnlyList<string> Details);

/// <summary>
/// Checks what was posted against the form, on the server, whatever the browser did: required, lengths, options, formats; answers to questions that do
/// not apply are dropped. What comes out is what is stored and shown.
/// </summary>
public static partial class FormCheck
{
    private const int UsualMaxLength = 500;
    private const string Georgia = "GE";
    private const int PersonalNumberLength = 11, CompanyCodeLength = 9;
    private static readonly string[] dates = ["yyyy-MM-dd", "d.M.yyyy", "d/M/yyyy"];

    /// <param name="posted">Values by field name; a place posts <c>key.district</c>, <c>key.words</c>, <c>key.lat</c>, <c>key.lon</c>.</param>
    /// <param name="others">Answers of other pages, for conditions.</param>
    public static (JsonObject Answers, IReadOnlyList<FieldError> Errors) Page(
        Form form, FormPage page, IReadOnlyDictionary<string, string[]> posted, JsonObject? others = null)
    {
        var answers = new JsonObject();
        var errors = new List<FieldError>();
        foreach (var field in page.Fields.Where(f => f.Kind != FieldKind.Files && Applies(form, f, answers, others)))
        {
            var value = Read(field, posted, errors);
            if (value is not null) answers[field.Key] = value;
            else if (field.Required && errors.All(e => e.FieldKey != field.Key && !e.FieldKey.StartsWith(field.Key + ".", StringComparison.Ordinal))) errors.Add(new(field.Key, RequiredCode(field)));
        }

        return (answers, errors);
    }

    /// <summary>
    /// A page as far as it was written: what is right as <see cref="Page"/> reads it, and of what is not right yet the words, so that whoever comes back finds them.
    /// Filing checks everything once more.
    /// </summary>
    public static JsonObject Unfinished(Form form, FormPage page, IReadOnlyDictionary<string, string[]> posted, JsonObject? others = null)
    {
        var (answers, errors) = Page(form, page, posted, others);
        foreach (var field in page.Fields.Where(f => answers[f.Key] is null && errors.Any(e => e.FieldKey == f.Key) && IsWritten(f.Kind)))
        {
            var text = PlainText.Lines(posted.TryGetValue(field.Key, out var values) ? values.FirstOrDefault() : null);
            var most = field.MaxLength ?? UsualMaxLength;
            if (text.Length > 0 && text.Length <= most * 2) answers[field.Key] = text;
        }

        return answers;
    }

    private static bool IsWritten(FieldKind kind) =>
        kind is FieldKind.Text or FieldKind.Textarea or FieldKind.Phone or FieldKind.Email or FieldKind.Date or FieldKind.PersonalNumber or FieldKind.CompanyCode or FieldKind.CadastralCode;

    /// <summary>Checks all pages of stored answers once more, before they are filed.</summary>
    /// <param name="outcome">The outcome chosen with them, when the form belongs to a task.</param>
    public static (JsonObject Answers, IReadOnlyList<FieldError> Errors) Whole(Form form, JsonObject answers, string? outcome = null)
    {
        var whole = new JsonObject();
        if (outcome is not null) whole[Form.OutcomeField] = outcome;
        var errors = new List<FieldError>();
        foreach (var page in form.Pages)
        {
            var (read, wrong) = Page(form, page, Posted(page, answers), whole);
            foreach (var (key, value) in read) whole[key] = value?.DeepClone();
            errors.AddRange(wrong);
        }

        whole.Remove(Form.OutcomeField);
        return (whole, errors);
    }

    /// <summary>Fields of files that have too few; files are kept beside the answers.</summary>
    /// <param name="withFiles">The field's key of each file.</param>
    /// <param name="outcome">The outcome chosen with them, when the form belongs to a task.</param>
    public static IReadOnlyList<FieldError> MissingFiles(Form form, IEnumerable<FormField> fields, JsonObject answers, IEnumerable<string> withFiles, string? outcome = null)
    {
        var count = withFiles.CountBy(key => key).ToDictionary();
        var chosen = outcome is null ? null : new JsonObject { [Form.OutcomeField] = outcome };
        return [.. fields.Where(f => f.Kind == FieldKind.Files && Applies(form, f, answers, chosen) && count.GetValueOrDefault(f.Key) < f.MinFiles)
            .Select(f => f.MinFiles == 1 ? new FieldError(f.Key, "Field.Files") : new FieldError(f.Key, "Field.FewFiles", Number(f.MinFiles), Number(count.GetValueOrDefault(f.Key))))];
    }

    /// <summary>Is the question asked, with these answers?</summary>
    public static bool Applies(Form form, FormField field, JsonObject answers) => Applies(form, field, answers, null);

    /// <summary>Stored answers as a browser would post them: to show them again in their fields.</summary>
    public static IReadOnlyDictionary<string, string[]> Posted(FormPage page, JsonObject answers)
    {
        var posted = new Dictionary<string, string[]>();
        foreach (var field in page.Fields)
        {
            switch (answers[field.Key])
            {
                case null: break;
                case JsonArray many: posted[field.Key] = [.. many.Select(v => v?.ToString() ?? "")]; break;
                case JsonObject place:
                    foreach (var (part, value) in place) posted[$"{field.Key}.{part}"] = [Plain(value)];
                    break;
                case var one: posted[field.Key] = [field.Kind == FieldKind.Money ? Tetri((long)one) : Plain(one)]; break;
            }
        }

        return posted;
    }

    private static bool Applies(Form form, FormField field, JsonObject answers, JsonObject? others)
    {
        if (field.When is not { } when) return true;
        var value = answers[when.Field] ?? others?[when.Field];
        return (form.Field(when.Field) is not null || when.Field == Form.OutcomeField) && (value is JsonArray many ? many.Any(v => v?.ToString() == when.Value) : value?.ToString() == when.Value);
    }

    private static JsonNode? Read(FormField field, IReadOnlyDictionary<string, string[]> posted, List<FieldError> errors)
    {
        var texts = posted.TryGetValue(field.Key, out var values) ? values : [];
        var text = field.Kind == FieldKind.Textarea ? PlainText.Lines(texts.FirstOrDefault()) : PlainText.Line(texts.FirstOrDefault());
        return field.Kind switch
        {
            FieldKind.Place => Place(field, posted, errors),
            FieldKind.Checkboxes => Choices(field, texts, errors),
            _ when text.Length == 0 => null,
            FieldKind.Radios or FieldKind.Select => Choice(field, text, errors),
            FieldKind.YesNo => text is "yes" or "no" ? text : Wrong(field, "Field.Choose", errors),
            FieldKind.Phone => Phone(field, text, errors),
            FieldKind.Email => Email(field, text, errors),
            FieldKind.Number => Number(field, text, errors),
            FieldKind.Money => Money(field, text, errors),
            FieldKind.PersonalNumber => Digits(field, text, PersonalNumberLength, "Field.PersonalNumber", errors),
            FieldKind.CompanyCode => Digits(field, text, CompanyCodeLength, "Field.CompanyCode", errors),
            FieldKind.CadastralCode => CadastralCode(field, text, errors),
            FieldKind.Date => Date(field, text, errors),
            FieldKind.Unit => text.Length <= 20 ? text : Wrong(field, "Field.Choose", errors),
            _ => Text(field, text, errors),
        };
    }

    private static JsonNode? Text(FormField field, string text, List<FieldError> errors)
    {
        var most = field.MaxLength ?? UsualMaxLength;
        if (text.Length > most) return Wrong(field, "Field.TooLong", errors, Number(most), Number(text.Length));
        return text.Length < field.MinLength ? Wrong(field, "Field.TooShort", errors, Number(field.MinLength.Value)) : text;
    }

    private static JsonNode? Choice(FormField field, string text, List<FieldError> errors) =>
        field.Options.Any(o => o.Value == text) ? text : Wrong(field, "Field.Choose", errors);

    private static JsonNode? Choices(FormField field, string[] texts, List<FieldError> errors)
    {
        var chosen = texts.Where(t => t.Length > 0).Distinct().ToList();
        if (chosen.Count == 0) return null;
        return chosen.All(c => field.Options.Any(o => o.Value == c)) ? new JsonArray([.. chosen.Select(c => (JsonNode)c)]) : Wrong(field, "Field.Choose", errors);
    }

    private static JsonNode? Phone(FormField field, string text, List<FieldError> errors)
    {
        var util = PhoneNumberUtil.GetInstance();
        try
        {
            var number = util.Parse(text.Length <= 40 ? text : "", Georgia);
            if (util.IsValidNumber(number)) return util.Format(number, PhoneNumberFormat.E164);
        }
        catch (NumberParseException)
        {
            // Told below, like a number that does not exist.
        }

        return Wrong(field, "Field.Phone", errors);
    }

    private static JsonNode? Email(FormField field, string text, List<FieldError> errors) => EmailAddress.Read(text) is { } address ? address : Wrong(field, "Field.Email", errors);

    private static JsonNode? Number(FormField field, string text, List<FieldError> errors)
    {
        if (!int.TryParse(text.Replace(" ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var number)) return Wrong(field, "Field.Number", errors);
        if (number < field.Min) return Wrong(field, "Field.TooSmall", errors, Number(field.Min.Value));
        return number > field.Max ? Wrong(field, "Field.TooLarge", errors, Number(field.Max.Value)) : number;
    }

    // No checksum of these numbers is published: their length is all there is to check.
    private static JsonNode? Digits(FormField field, string text, int length, string code, List<FieldError> errors)
    {
        var digits = string.Concat(text.Where(c => c is not (' ' or '-')));
        return digits.Length == length && digits.All(char.IsAsciiDigit) ? digits : Wrong(field, code, errors);
    }

    private static JsonNode? CadastralCode(FormField field, string text, List<FieldError> errors)
    {
        var code = text.Replace(" ", "", StringComparison.Ordinal);
        return CadastralPattern().IsMatch(code) ? code : Wrong(field, "Field.CadastralCode", errors);
    }

    // Browsers send 2026-11-24; people without their date box write 24.11.2026.
    private static JsonNode? Date(FormField field, string text, List<FieldError> errors) =>
        DateOnly.TryParseExact(text, dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 2100
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Wrong(field, "Field.Date", errors);

    // Georgian and English writing: "1 234,50" and "1234.50"; stored in tetri.
    private static JsonNode? Money(FormField field, string text, List<FieldError> errors)
    {
        var plain = string.Concat(text.Where(c => c != '₾' && !char.IsWhiteSpace(c))).Replace(',', '.');
        var isMoney = decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var lari) && lari < 1_000_000_000m && decimal.Round(lari, 2) == lari;
        return isMoney ? (long)(lari * 100) : Wrong(field, "Field.Money", errors);
    }

    private static JsonObject? Place(FormField field, IReadOnlyDictionary<string, string[]> posted, List<FieldError> errors)
    {
        string Part(string name) => PlainText.Line(posted.TryGetValue($"{field.Key}.{name}", out var v) ? v.FirstOrDefault() : null);
        var (district, words) = (Part("district"), Part("words"));
        var most = field.MaxLength ?? 300;
        if (words.Length > most) errors.Add(new($"{field.Key}.words", "Field.TooLong", Number(most), Number(words.Length)));
        if (district.Length > 40) errors.Add(new($"{field.Key}.district", "Field.Choose"));

        var place = new JsonObject();
        if (district.Length > 0) place["district"] = district;
        if (words.Length > 0) place["words"] = words;
        if (double.TryParse(Part("lat"), CultureInfo.InvariantCulture, out var lat) && double.TryParse(Part("lon"), CultureInfo.InvariantCulture, out var lon)
            && Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180)
        {
            (place["lat"], place["lon"]) = (Math.Round(lat, 5), Math.Round(lon, 5));
        }

        if (errors.Any(e => e.FieldKey.StartsWith(field.Key + ".", StringComparison.Ordinal))) return null;
        var isSaid = words.Length > 0 || place["lat"] is not null;
        if (field.Required && !isSaid)
        {
            errors.Add(new($"{field.Key}.words", "Field.Place"));
            return null;
        }

        return place.Count == 0 ? null : place;
    }

    private static string RequiredCode(FormField field) => field.Kind switch
    {
        FieldKind.Radios or FieldKind.Select or FieldKind.YesNo or FieldKind.Checkboxes or FieldKind.Unit => "Field.Choose",
        _ => "Field.Required",
    };

    private static JsonNode? Wrong(FormField field, string code, List<FieldError> errors, params string[] details)
    {
        errors.Add(new(field.Key, code, details));
        return null;
    }

    private static string Plain(JsonNode? value) => value is JsonValue v && v.TryGetValue<double>(out var number) ? number.ToString(CultureInfo.InvariantCulture) : value?.ToString() ?? "";

    private static string Tetri(long tetri) => (tetri / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Zone, sector, quarter and plot; then the building and the flat, if it is about those.
    [GeneratedRegex(@"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{3}(\.[0-9]{2,3}){0,3}$", RegexOptions.ExplicitCapture)]
    private static partial Regex CadastralPattern();
}
