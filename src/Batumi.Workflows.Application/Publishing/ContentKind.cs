using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Publishing;

/// <summary>A kind of thing in <c>workflows/</c> and how it is read.</summary>
/// <param name="Name">Name in the register, such as <c>form</c>.</param>
/// <param name="Folder">Folder below <c>workflows/</c>; empty for a file at its top.</param>
/// <param name="Pattern">Which files, such as <c>*.json</c>.</param>
/// <param name="Read">Reads text of a file: the object, or null with the errors.</param>
public sealed record ContentKind(string Name, string Folder, string Pattern, Func<string, string, (object? Content, IReadOnlyList<DefinitionError> Errors)> Read)
{
    public const string Definition = "definition", Form = "form", Letter = "letter", Service = "service", Calendar = "calendar",
        Units = "units", Districts = "districts", Reasons = "reasons", Page = "page";
}
