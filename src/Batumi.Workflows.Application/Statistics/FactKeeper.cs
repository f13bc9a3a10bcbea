using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;

namespace Batumi.Workflows.Application.Statistics;

/// <summary>Writes the facts of a step by comparing the case's row with what it was before the step.</summary>
public sealed class FactKeeper : IStepKeeper
{
    public Task KeepAsync(StepRows step, CancellationToken ct)
    {
        if (step.Case is not { } c) return Task.CompletedTask;
        var before = step.Db.Entry(c).OriginalValues;
        var decidedBefore = step.Run.Turn == 1 ? null : before.GetValue<DateTime?>(nameof(Case.DecidedAtUtc));

        if (step.Run.Turn == 1) step.Db.Add(Fact(c, step.Run.Turn, StatKind.Received, 1, c.RegisteredAtUtc, null, null, null));
        if (decidedBefore is { } old && (c.DecidedAtUtc is null || c.DecidedAtUtc != old))
        {
            step.Db.Add(Fact(c, step.Run.Turn, StatKind.Reopened, -1, old, before.GetValue<string?>(nameof(Case.Outcome)),
                before.GetValue<string?>(nameof(Case.ReasonCode)), before.GetValue<bool?>(nameof(Case.DecidedOnTime))));
        }

        if (c.DecidedAtUtc is { } decided && decided != decidedBefore)
            step.Db.Add(Fact(c, step.Run.Turn, StatKind.Resolved, 1, decided, c.Outcome, c.ReasonCode, c.DecidedOnTime));
        return Task.CompletedTask;
    }

    private static StatFact Fact(Case c, int turn, StatKind kind, int sign, DateTime at, string? outcome, string? reasonCode, bool? onTime)
    {
        var facts = JsonNode.Parse(c.Facts)?.AsObject();
        return new()
        {
            CaseId = c.Id, Turn = turn, Kind = kind, Sign = sign, ServiceKey = c.ServiceKey, Unit = c.Unit, Day = DateOnly.FromDateTime(TbilisiTime.ToLocal(at)),
            AtUtc = at, RegisteredAtUtc = c.RegisteredAtUtc, Outcome = outcome, ReasonCode = reasonCode, Category = Short(facts, "category"),
            Priority = Short(facts, "priority"), Provider = Short(facts, "provider"), District = c.District, Channel = c.Channel,
            NetMilliseconds = kind == StatKind.Received ? null : NetMilliseconds(c, at), OnTime = onTime,
        };
    }

    private static string? Short(JsonObject? facts, string key) => facts?[key]?.ToString() is { Length: > 0 and <= 60 } value ? value : null;

    // Net: from registration to the decision without the time the clock stood still, waiting for the applicant.
    private static long NetMilliseconds(Case c, DateTime decided) =>
        (long)((c.ClockStoppedAtUtc ?? decided) - c.RegisteredAtUtc).TotalMilliseconds - c.StoppedMilliseconds;
}
