using Batumi.Workflows.Engine.Activities;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Activities;

/// <summary>What each activity of the editor's toolbox means, in the reader's language.</summary>
public sealed class IndexModel(Texts texts) : PageModel
{
    // Those that nobody puts into a definition by hand.
    private const string Hidden = "System";

    public IReadOnlyList<IGrouping<string, ActivityDescriptor>> Groups { get; } =
    [
        .. ActivityTypes.All.Where(a => a.Category != Hidden).GroupBy(a => a.Category).OrderBy(g => g.Key == "Municipal" ? 0 : 1).ThenBy(g => g.Key, StringComparer.Ordinal),
    ];

    /// <returns>Null: the name says it.</returns>
    public string? MeaningOf(ActivityDescriptor activity, InputDescriptor input) => activity.Category == "Municipal" ? texts[$"Activity.{activity.Type}.{input.Name}"] : null;
}
