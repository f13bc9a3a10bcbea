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
        var clock = await CaseClock.OpenAsync(c, step, ct);
        Heed(step.Entry, clock);
        foreach (var effect in step.Turn.Effects)
        {
            switch (effect)
            {
                case Effect.EnterStage enter:
                    Enter(c, enter.Stage, texts, clock, now);
                    step.Db.Add(new StageReached { CaseId = c.Id, Turn = step.Run.Turn, Ordinal = ordinal++, Stage = enter.Stage, AtUtc = now });
                    break;
                case Effect.SetFacts set:
                    Merge(c, set.Facts);
                    SetTerm(c, service, clock);
                    break;
                case Effect.RecordDecision decision: Decide(c, decision, clock, now); break;
            }
        }

        if (step.Run.Turn == 1) SetTerm(c, service, clock);
        if (step.Turn.State!.Status == RunStatus.Finished) Close(c, service, step.Entry, clock, now);
    }

    private static void Heed(JournalEntry entry, CaseClock clock)
    {
        switch (entry.Kind)
        {
            case JournalKind.TermReached: clock.Reached(int.Parse(entry.Subject!, CultureInfo.InvariantCulture)); break;
            case JournalKind.TermExtended when DueRule.TryParse(entry.Subject, out var by): clock.Extend(by); break;
            case JournalKind.Recounted: clock.Count(); break;
        }
    }

    private static void Enter(Case c, string stage, DefinitionTexts texts, CaseClock clock, DateTime now)
    {
        (c.Stage, c.StageSinceUtc) = (stage, now);
        var reopens = texts.StageReopens(stage);
        if (reopens)
        {
            c.Reopenings++;
            (c.Outcome, c.ReasonCode, c.Reason, c.DecidedAtUtc, c.DecidedOnTime) = (null, null, null, null, null);
        }

        if (texts.StageStopsClock(stage)) clock.Stop();
        else if (c.Outcome is null || reopens) clock.Start();       // the city works again
    }

    private static void Merge(Case c, JsonObject facts)
    {
        var merged = JsonNode.Parse(c.Facts)!.AsObject();
        foreach (var (key, value) in facts) merged[key] = value?.DeepClone();
        c.Facts = merged.ToJsonString(JsonSerializerOptions.Web);
    }

    private static void Decide(Case c, Effect.RecordDecision decision, CaseClock clock, DateTime now)
    {
        (c.Outcome, c.ReasonCode, c.Reason, c.DecidedAtUtc) = (decision.Outcome, decision.ReasonCode, decision.Reason, now);
        c.DecidedOnTime = c.DueAtUtc is not { } due || (c.ClockStoppedAtUtc ?? now) <= due;
        clock.Stop();        // a decided case has no running clock; reopening starts it again
    }

    private static void SetTerm(Case c, ServiceEntry? service, CaseClock clock)
    {
        if (service is not null && DueRule.TryParse(service.TermFor(JsonNode.Parse(c.Facts)!.AsObject()), out var rule)) clock.Set(rule);
    }

    private static void Close(Case c, ServiceEntry? service, JournalEntry entry, CaseClock clock, DateTime now)
    {
        c.ClosedAtUtc ??= now;
        if (c.Outcome is null)
        {
            (c.Outcome, c.DecidedAtUtc) = (entry.Kind == JournalKind.Cancelled ? entry.Outcome ?? Outcomes.Terminated : Outcomes.Terminated, now);
            c.DecidedOnTime = c.DueAtUtc is not { } due || (c.ClockStoppedAtUtc ?? now) <= due;
        }

        clock.Stop();
        if (service is not null) c.RetainUntilUtc = now.AddDays(service.RetentionDays);
    }
}
