namespace Batumi.Workflows.Web.Pages.Officer;

/// <summary>Links to the pages of a list.</summary>
/// <param name="Address">Address of page n, below the site's root.</param>
public sealed record PageLinks(int Number, int Count, Func<int, string> Address);
