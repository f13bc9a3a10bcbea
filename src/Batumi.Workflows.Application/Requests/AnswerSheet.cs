using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;

namespace Batumi.Workflows.Application.Requests;

/// <summary>Writes answers as people read them: labels of the form's own version, options by their names.</summary>
public sealed class AnswerSheet(Names names)
{
    private static readonly LocalizedText Yes = new("დიახ", "Yes"), No = new("არა", "No"), Sealed = new("ინახება დაშიფრულად", "kept encrypted");

    public async Task<IReadOnlyList<AnswerView>> ReadAsync(Form form, JsonObject answers, IReadOnlyList<DraftFile> files, CancellationToken ct)
    {
        var lines = new List<AnswerView>();
        foreach (var field in form.Pages.SelectMany(page => page.Fields))
        {
            var value = field.Kind == FieldKind.Files ? Files(files, field.Key) : await ValueAsync(field, answers[field.Key], ct);
            if (value is not null) lines.Add(new(field.Key, field.Label, value));
        }

        return lines;
    }

    private async Task<LocalizedText?> ValueAsync(FormField field, JsonNode? value, CancellationToken ct) => value switch
    {
        null => null,
        JsonArray many => Join([.. many.Select(one => Option(field, one?.ToString() ?? ""))]),
        JsonObject place when field.Kind == FieldKind.Place => await PlaceAsync(place, ct),
        _ when PersonalAnswers.IsSealed(value) => Sealed,
        _ when field.Kind == FieldKind.Money && value.GetValueKind() == JsonValueKind.Number => Both(Readable.Money((long)value)),
        _ when field.Kind == FieldKind.Date && DateTime.TryParseExact(value.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            => new(Readable.Day(day, Languages.Georgian)!, Readable.Day(day, Languages.English)!),
        _ when field.Kind == FieldKind.YesNo => value.ToString() is "true" or "yes" ? Yes : No,
        _ when field.Kind == FieldKind.Unit => await names.UnitAsync(value.ToString(), ct),
        _ when field.Options.Count > 0 => Option(field, value.ToString()),
        _ => Both(value.ToString()),
    };

    private static LocalizedText Both(string text) => new(text, text);

    private async Task<LocalizedText> PlaceAsync(JsonObject place, CancellationToken ct)
    {
        var parts = new List<LocalizedText>();
        if (await names.DistrictAsync((string?)place["district"], ct) is { } district) parts.Add(district);
        if ((string?)place["words"] is { Length: > 0 } words) parts.Add(new(words, words));
        if (place["lat"] is { } lat && place["lon"] is { } lon)
        {
            var point = string.Create(CultureInfo.InvariantCulture, $"{(double)lat:0.0000}, {(double)lon:0.0000}");
            parts.Add(new($"წერტილი რუკაზე: {point}", $"point on the map: {point}"));
        }

        return Join(parts);
    }

    private static LocalizedText Option(FormField field, string value) => field.Options.FirstOrDefault(o => o.Value == value)?.Label ?? new(value, value);

    private static LocalizedText? Files(IReadOnlyList<DraftFile> files, string key) =>
        files.Where(f => f.FieldKey == key).Select(f => new LocalizedText(f.Name, f.Name)).ToList() is { Count: > 0 } list ? Join(list) : null;

    private static LocalizedText Join(IReadOnlyList<LocalizedText> parts) => new(string.Join("; ", parts.Select(p => p.Ka)), string.Join("; ", parts.Select(p => p.En)));
}
