using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Web.Pages.Admin.Services;

/// <summary>What steps and outcomes of a definition are called: by the definition's own texts first, then by what its author wrote on the box.</summary>
public sealed class FlowWords(WorkflowDefinition definition, Texts texts)
{
    private readonly DefinitionTexts names = new(definition);

    public string Title(Activity activity)
    {
        var known = activity.Type switch
        {
            "Municipal.Task" or "Municipal.ApplicantForm" or "Municipal.Fee" or "Elsa.RunTask" => Named(names.Task, Fixed(activity, "TaskName") ?? Fixed(activity, "Name") ?? activity.Name),
            "Municipal.Stage" => Named(names.Stage, Fixed(activity, "Stage")),
            _ => null,
        };
        return known ?? (names.Step(activity.Id) is { } step ? texts[step] : null) ?? activity.DisplayText ?? activity.Name ?? activity.Id;
    }

    /// <summary>The kind of step in a word, such as "task" or "letter".</summary>
    public string Kind(Activity activity)
    {
        var kind = activity.Type[(activity.Type.LastIndexOf('.') + 1)..];
        return texts.Find($"Step.{kind}") ?? kind;
    }

    public string Port(string port) => texts.Find($"Port.{port}") ?? texts[names.Outcome(port)];

    /// <summary>Lines of a title that fit a box, at most three.</summary>
    public static IReadOnlyList<string> Wrap(string title, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in title.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width) lines.Add("");
            lines[^1] += lines[^1].Length == 0 ? word : " " + word;
        }

        return lines.Count <= 2 ? lines : [lines[0], lines[1] + "…"];
    }

    private string? Named(Func<string, Application.Primitives.LocalizedText> name, string? key) => key is null ? null : texts[name(key)] is var text && text != key ? text : null;

    private static string? Fixed(Activity activity, string input) =>
        activity.Inputs.FirstOrDefault(i => i.Key.Equals(input, StringComparison.OrdinalIgnoreCase)).Value is { IsFixed: true, Text: { Length: > 0 } text } ? text : null;
}
