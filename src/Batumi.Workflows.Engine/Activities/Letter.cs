using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Sends a letter from a template.</summary>
internal sealed class Letter : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Municipal.Letter", "Municipal", "Sends a letter.",
        [
            new("template", "String", "Key of the letter's template."), new("to", "String", "applicant, role:NAME or unit:CODE; applicant if not set."),
            new("values", "Object", "Values for the template: an object."),
        ]);

    public override void Execute(Walk walk, Frame frame)
    {
        var template = walk.Text(frame, "template");
        if (string.IsNullOrWhiteSpace(template)) throw new ActivityFault(IncidentCodes.BadExpression, "The letter has no template.");
        var to = walk.Text(frame, "to");
        walk.Emit(new Effect.SendLetter(frame.Activity.Id, template, string.IsNullOrWhiteSpace(to) ? "applicant" : to, Fields(walk, frame, "values")));
        walk.Complete(frame, "Done");
    }

    /// <summary>An input that must be an object, given as an Object expression, a script or a variable.</summary>
    public static JsonObject Fields(Walk walk, Frame frame, string input)
    {
        var value = Conversion.To(walk.Evaluate(frame, input), "JsonObject");
        return value switch
        {
            null => [],
            JsonObject found => Values.OwnObject(found),
            _ => throw new ActivityFault(IncidentCodes.BadExpression, $"'{input}' must be an object with names and values."),
        };
    }
}
