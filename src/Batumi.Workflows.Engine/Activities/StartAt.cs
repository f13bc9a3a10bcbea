using System.Globalization;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Waits for a moment; one that has passed lets the run go on at once. Without an offset the moment is Georgian time.</summary>
internal sealed class StartAt : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.StartAt", "Scheduling", "Waits for a moment.", [new("dateTime", "DateTimeOffset", "The moment, such as 2027-03-01T09:00:00+04:00.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        var text = walk.Text(frame, "dateTime");
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            throw new ActivityFault(IncidentCodes.BadExpression, $"'{text}' is not a moment such as 2027-03-01T09:00:00+04:00.");
        var bare = DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local) && local.Kind == DateTimeKind.Unspecified;
        if (bare) moment = new DateTimeOffset(local, Script.Tbilisi.BaseUtcOffset).ToUniversalTime();
        if (moment <= walk.Context.Now) walk.Complete(frame, "Done");
        else walk.Suspend(frame, walk.Timer(frame, moment));
    }
}
