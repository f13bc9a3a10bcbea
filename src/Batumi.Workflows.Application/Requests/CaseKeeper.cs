using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Application.Requests;

/// <summary>Keeps the register's row of a case by the step's wishes: stage, facts, decision, clock, closing.</summary>
public sealed class CaseKeeper(Published published) : IStepKeeper
{
    public async Task KeepAsync(StepRows step, CancellationToken ct)
    {
        if (step.Case is not { } c) return;
        var service = await published.VersionAsync<ServiceEntry>(ContentKind.Service, c.ServiceKey, c.ServiceVersion, ct);
        var texts = new DefinitionTexts(step.Definition);
        var now = step.Entry.AtUtc;
        var ordinal = 0;
        foreach (var effect in step.Turn.Effects)
        {
            switch (effect)
            {
                case Effect.EnterStage enter:
                    Enter(c, enter.Stage, texts, now);
                    step.Db.Add(new StageReached { CaseId = c.Id, Turn = step.Run.Turn, Ordinal = ordinal++, Stage = enter.Stage, AtUtc = now });
                    break;
                case Effect.SetFacts set: Merge(c, set.Facts); break;
                case Effect.RecordDecision decision: Decide(c, decision, now); break;
            }
        }

        if (c.DueAtUtc is null || step.Turn.Effects.Any(e => e is Effect.SetFacts)) SetTerm(c, service, step.Due);
        if (step.Turn.State!.Status == RunStatus.Finished) Close(c, service, now);
    }

    private static void Enter(Case c, string stage, DefinitionTexts texts, DateTime now)
    {
        (c.Stage, c.StageSinceUtc) = (stage, now);
        if (texts.StageStopsClock(stage)) c.ClockStoppedAtUtc ??= now;
        else if (c.ClockStoppedAtUtc is { } since && (c.Outcome is null || texts.StageReopens(stage))) Restart(c, since, now);     // the city works again

        if (!texts.StageReopens(stage)) return;
        c.Reopenings++;
        (c.Outcome, c.ReasonCode, c.Reason, c.DecidedAtUtc, c.DecidedOnTime) = (null, null, null, null, null);
    }

    private static void Restart(Case c, DateTime since, DateTime now)
    {
        c.StoppedMilliseconds += (long)(now - since).TotalMilliseconds;
        c.DueAtUtc += now - since;
        c.ClockStoppedAtUtc = null;
    }

    private static void Merge(Case c, JsonObject facts)
    {
        var merged = JsonNode.Parse(c.Facts)!.AsObject();
        foreach (var (key, value) in facts) merged[key] = value?.DeepClone();
        c.Facts = merged.ToJsonString(JsonSerializerOptions.Web);
    }

    private static void Decide(Case c, Effect.RecordDecision decision, DateTime now)
    {
        (c.Outcome, c.ReasonCode, c.Reason, c.DecidedAtUtc) = (decision.Outcome, decision.ReasonCode, decision.Reason, now);
        c.DecidedOnTime = c.DueAtUtc is not { } due || (c.ClockStoppedAtUtc ?? now) <= due;
        c.ClockStoppedAtUtc ??= now;        // a decided case has no running clock; reopening starts it again
    }

    // The term is counted from registration, whatever it is found to be later: a priority set after an hour does not give an hour away.
    private static void SetTerm(Case c, ServiceEntry? service, Func<DueRule, DateTimeOffset, DateTimeOffset> due)
    {
        if (service is null || !DueRule.TryParse(service.TermFor(JsonNode.Parse(c.Facts)!.AsObject()), out var rule)) return;
        c.DueAtUtc = due(rule, c.RegisteredAtUtc.AsOffset()).AsColumn() + TimeSpan.FromMilliseconds(c.StoppedMilliseconds);
    }

    private static void Close(Case c, ServiceEntry? service, DateTime now)
    {
        c.ClosedAtUtc ??= now;
        if (c.Outcome is null) (c.Outcome, c.DecidedAtUtc) = (Outcomes.Terminated, now);
        if (service is not null) c.RetainUntilUtc = now.AddDays(service.RetentionDays);
    }
}
