using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;

namespace Batumi.Workflows.Web.Forms;

/// <summary>One field as its partial draws it. The input's name is the field's key; a part of a place is <c>key.part</c>; ids have <c>_</c> for the dot.</summary>
/// <param name="Typed">What was typed, stored or chosen, by input name.</param>
/// <param name="Errors">The sentence for an input, by its name.</param>
public sealed record FieldView(FormField Field, IReadOnlyDictionary<string, string[]> Typed, IReadOnlyDictionary<string, string> Errors)
{
    public IReadOnlyList<FieldOption> Options { get; init; } = Field.Options;
    public IReadOnlyList<District> Districts { get; init; } = [];
    public IReadOnlyList<DraftFile> Files { get; init; } = [];
    public MapView? Map { get; init; }

    public string Name => Field.Key;
    public string? Error => ErrorOf(Name);

    public string Partial => Field.Kind switch
    {
        FieldKind.Textarea => "Fields/_Textarea",
        FieldKind.Radios or FieldKind.YesNo => "Fields/_Radios",
        FieldKind.Checkboxes => "Fields/_Checkboxes",
        FieldKind.Select or FieldKind.Unit => "Fields/_Select",
        FieldKind.Place => "Fields/_Place",
        FieldKind.Files => "Fields/_Files",
        _ => "Fields/_Text",
    };

    public static string Id(string name) => name.Replace('.', '_');

    public string Value(string? name = null) => Typed.TryGetValue(name ?? Name, out var values) ? values.FirstOrDefault() ?? "" : "";

    public bool IsChosen(string value) => Typed.TryGetValue(Name, out var values) && values.Contains(value);

    public string? ErrorOf(string name) => Errors.GetValueOrDefault(name);

    public string Label(Texts texts) => Field.Required ? texts[Field.Label] : texts["Field.Optional", texts[Field.Label]];

    /// <summary>Ids of what describes an input: its hint, its error.</summary>
    public string? DescribedBy(string name, bool hasHint)
    {
        var ids = new List<string>();
        if (hasHint) ids.Add($"{Id(name)}-hint");
        if (ErrorOf(name) is not null) ids.Add($"{Id(name)}-error");
        return ids.Count == 0 ? null : string.Join(' ', ids);
    }
}

/// <summary>The schematic map of a place question.</summary>
/// <param name="PictureAddress">Without the width, which is added for each of the two sizes.</param>
public sealed record MapView(string PictureAddress, GeoPoint? Point, District? Nearest, bool IsNear, Func<int, int> HeightOf);
