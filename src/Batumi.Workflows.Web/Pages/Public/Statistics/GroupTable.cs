using Batumi.Workflows.Application.Statistics;

namespace Batumi.Workflows.Web.Pages.Public.Statistics;

/// <param name="Title">Key of the table's title.</param>
/// <param name="Column">Key of the first column's name.</param>
public sealed record GroupTable(string Title, string Column, IReadOnlyList<GroupFigures> Rows, Func<string, string> Name)
{
    public string Anchor => Title[(Title.LastIndexOf('.') + 1)..].ToLowerInvariant();
}
