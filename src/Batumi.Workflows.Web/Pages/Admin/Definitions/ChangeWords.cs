using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Studio;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>What was changed in a definition, in sentences.</summary>
/// <param name="Steps">Definitions in which the steps are looked up for what they are called: the newer first.</param>
public sealed class ChangeWords(Texts texts, params IReadOnlyList<Outline> steps)
{
    /// <summary>The step or thing it is about.</summary>
    public string Subject(DefinitionChange change) => change.Step is { } id ? Step(id) : texts[$"Change.Of.{change.Kind}"];

    /// <summary>What happened to it.</summary>
    public string What(DefinitionChange change) => change.Kind switch
    {
        ChangeKind.Input => Input(change.Name),
        ChangeKind.Connection => texts["Change.Connection", Port(change.Name), Step(change.After!)],
        ChangeKind.Disconnection => texts["Change.Disconnection", Port(change.Name), Step(change.Before!)],
        ChangeKind.Off => change.After is { } port ? texts["Change.Off", Port(port)] : texts["Change.On"],
        ChangeKind.Moved => texts["Change.Moved", int.Parse(change.Name, System.Globalization.CultureInfo.InvariantCulture)],
        ChangeKind.Case or ChangeKind.Output or ChangeKind.Text or ChangeKind.Variable or ChangeKind.Setting => texts[$"Change.{change.Kind}", change.Name],
        _ => texts[$"Change.{change.Kind}"],
    };

    /// <summary>Whether there is a before and after to show beside it.</summary>
    public static bool HasValues(DefinitionChange change) =>
        change.Kind is ChangeKind.Input or ChangeKind.Output or ChangeKind.Case or ChangeKind.Text or ChangeKind.Variable or ChangeKind.Setting or ChangeKind.Title or ChangeKind.Note or ChangeKind.StepType;

    public string Value(DefinitionChange change, string? value) => (change.Kind, change.Name, value) switch
    {
        (_, _, null) => texts["Change.Nothing"],
        (ChangeKind.Input, "role", _) => texts.Find($"Role.{value}") ?? value,
        (ChangeKind.Input, "outcome", _) => texts.Find($"Outcome.{value}") ?? value,
        _ => value,
    };

    private string Input(string name) => texts.Find($"Input.{char.ToLowerInvariant(name[0])}{name[1..]}") ?? name;

    private string Port(string port) => texts.Find($"Port.{port}") ?? steps.Select(s => texts[s.Outcome(port)]).FirstOrDefault(text => text != port) ?? port;

    private string Step(string id) => steps.Select(s => s.Find(id) is { } step ? texts[s.Title(step)] : null).FirstOrDefault(text => text is not null) is { } title ? title == id ? id : $"{title} ({id})" : id;
}
