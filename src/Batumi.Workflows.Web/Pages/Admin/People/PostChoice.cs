using Batumi.Workflows.Application.People;

namespace Batumi.Workflows.Web.Pages.Admin.People;

/// <summary>Two lists side by side: which role, in which unit.</summary>
public sealed record PostChoice(IReadOnlyList<UnitLine> Units, string? Role, string? Unit);
