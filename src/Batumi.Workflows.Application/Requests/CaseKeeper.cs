using System.Globalization;
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
        var clock = new CaseClock(c, step);
        await HeedAsync(step, c, clock, ct);
        foreach (var effect in step.Turn.Effects)
        {
            switch (effect)
            {
                case Effect.EnterStage enter:
                    await EnterAsync(c, enter.Stage, texts, clock, now, ct);
                    step.Db.Add(new StageReached { CaseId = c.Id, Turn = step.Run.Turn, Ordinal = ordinal++, Stage = enter.Stage, AtUtc = now });
                    break;
                case Effect.SetFacts set:
                    Merge(c, set.Facts);
                    await SetTermAsync(c, service, clock, ct);
                    break;
                case Effect.RecordDecision decision: await DecideAsync(c, decision, clock, now, ct); break;
            }
        }

        if (step.Run.Turn == 1) await SetTermAsync(c, service, clock, ct);
        if (step.Turn.State!.Status == RunStatus.Finished) await CloseAsync(c, service, step.Entry, clock, now, ct);
    }

    private static async Task HeedAsync(StepRows step, Case c, CaseClock clock, CancellationToken ct)
    {
        var entry = step.Entry;
        switch (entry.Kind)
        {
            case JournalKind.TermReached: await clock.ReachedAsync(int.Parse(entry.Subject!, CultureInfo.InvariantCulture), ct); break;
            case JournalKind.TermExtended when DueRule.TryParse(entry.Subject, out var by): await clock.ExtendAsync(by, ct); break;
            case JournalKind.TextsStopped: await Consents.StopTextsAsync(c, step.Db, entry.AtUtc, ct); break;
            case JournalKind.Recounted: await clock.CountAsync(ct); break;
        }
    }

    private static async Task EnterAsync(Case c, string stage, DefinitionTexts texts, CaseClock clock, DateTime now, CancellationToken ct)
    {
        (c.Stage, c.StageSinceUtc) = (stage, now);
        var reopens = texts.StageReopens(stage);
        if (reopens)
        {
            c.Reopenings++;
            (c.Outcome, c.ReasonCode, c.Reason, c.DecidedAtUtc, c.DecidedOnTime) = (null, null, null, null, null);
        }

        if (texts.StageStopsClock(stage)) await clock.StopAsync(ct);
        else if (c.Outcome is null || reopens) await clock.StartAsync(ct);       // the city works again
    }

    private static void Merge(Case c, JsonObject facts)
    {
        var merged = JsonNode.Parse(c.Facts)!.AsObject();
        foreach (var (key, value) in facts) merged[key] = value?.DeepClone();
        c.Facts = merged.ToJsonString(JsonSerializerOptions.Web);
    }

    private static async Task DecideAsync(Case c, Effect.RecordDecision decision, CaseClock clock, DateTime now, CancellationToken ct)
    {
        (c.Outcome, c.ReasonCode, c.Reason, c.DecidedAtUtc) = (decision.Outcome, decision.ReasonCode, decision.Reason, now);
        c.DecidedOnTime = c.DueAtUtc is not { } due || (c.ClockStoppedAtUtc ?? now) <= due;
        await clock.StopAsync(ct);        // a decided case has no running clock; reopening starts it again
    }

    private static async Task SetTermAsync(Case c, ServiceEntry? service, CaseClock clock, CancellationToken ct)
    {
        if (service is not null && DueRule.TryParse(service.TermFor(JsonNode.Parse(c.Facts)!.AsObject()), out var rule)) await clock.SetAsync(rule, ct);
    }

    private static async Task CloseAsync(Case c, ServiceEntry? service, JournalEntry entry, CaseClock clock, DateTime now, CancellationToken ct)
    {
        c.ClosedAtUtc ??= now;
        if (c.Outcome is null)
        {
            (c.Outcome, c.DecidedAtUtc) = (entry.Kind == JournalKind.Cancelled ? entry.Outcome ?? Outcomes.Terminated : Outcomes.Terminated, now);
            c.DecidedOnTime = c.DueAtUtc is not { } due || (c.ClockStoppedAtUtc ?? now) <= due;
        }

        await clock.StopAsync(ct);
        if (service is not null) c.RetainUntilUtc = now.AddDays(service.RetentionDays);
    }
}
