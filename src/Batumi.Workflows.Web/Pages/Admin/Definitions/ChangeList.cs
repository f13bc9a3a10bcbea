using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Studio;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>What was changed between two texts of a definition, for <c>_Changes</c>.</summary>
public sealed record ChangeList(IReadOnlyList<DefinitionChange> Changes, ChangeWords Words)
{
    public const int Most = 200;

    public static ChangeList Of(JsonObject before, JsonObject after, Texts texts) => new(DefinitionDiff.Between(before, after), new(texts, Outline.Of(after), Outline.Of(before)));
}
