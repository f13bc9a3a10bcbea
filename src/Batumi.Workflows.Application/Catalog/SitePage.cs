using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Catalog;

public sealed record SitePageReading(SitePage? Page, IReadOnlyList<DefinitionError> Errors);

/// <summary>A page of plain text that the municipality writes, such as the privacy notice; shown at <c>/about/{name of the file}</c>.</summary>
public sealed record SitePage(LocalizedText Title, IReadOnlyList<SitePageSection> Sections)
{
    public static SitePageReading Read(string text, string file)
    {
        var r = JsonReader.Open(text, file);
        var page = new SitePage(r.Both("title"), [.. r.Children("sections").Select(Section)]);
        if (page.Sections.Count == 0) r.Fail("sections", "none", "at least one section");
        return new(r.IsSound ? page : null, r.Errors);
    }

    private static SitePageSection Section(JsonReader r)
    {
        var section = new SitePageSection(r.Both("title"), [.. r.Children("paragraphs").Select(p => new LocalizedText(p.Text("ka", "the Georgian text"), p.Text("en", "the English text")))]);
        if (section.Paragraphs.Count == 0) r.Fail("paragraphs", "none", "at least one paragraph");
        return section;
    }
}

public sealed record SitePageSection(LocalizedText Title, IReadOnlyList<LocalizedText> Paragraphs);
