using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Sends an e-mail whose words the definition has; a worker sends it after this step is written.</summary>
internal sealed class SendEmail : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.SendEmail", "Email", "Sends an e-mail.",
        [
            new("from", "String", "Sender; the municipality's address if not set."), new("to", "List<String>", "Receivers."), new("cc", "List<String>", "Copies."),
            new("bcc", "List<String>", "Hidden copies."), new("subject", "String", "Subject."), new("body", "String", "Text."),
        ],
        embedded: ["error"]);

    public override void Execute(Walk walk, Frame frame)
    {
        var to = Addresses(walk, frame, "to");
        if (to.Count == 0) throw new ActivityFault(IncidentCodes.BadExpression, "The e-mail has no receiver ('to').");
        walk.Emit(new Effect.SendMail(
            frame.Activity.Id, walk.Text(frame, "from"), to, Addresses(walk, frame, "cc"), Addresses(walk, frame, "bcc"), walk.Text(frame, "subject") ?? "", walk.Text(frame, "body") ?? ""));
        walk.Complete(frame, "Done");
    }

    private static IReadOnlyList<string> Addresses(Walk walk, Frame frame, string input) => walk.Evaluate(frame, input) switch
    {
        null => [],
        JsonValue text => [.. (Values.Names(text) ?? []).SelectMany(n => n.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        JsonArray list => [.. list.Select(Values.Text).OfType<string>().Where(a => !string.IsNullOrWhiteSpace(a))],
        _ => throw new ActivityFault(IncidentCodes.BadExpression, $"'{input}' is not a list of addresses."),
    };
}
