using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Running;

/// <summary>When a definition may begin another run (Elsa's activation strategies, <c>options.activationStrategyType</c>, by short or long name).</summary>
internal enum ActivationStrategy
{
    Always,

    /// <summary>One run of the definition at a time.</summary>
    Singleton,

    /// <summary>One run of the definition with the same correlation at a time.</summary>
    CorrelatedSingleton,

    /// <summary>No run of any definition with the same correlation.</summary>
    Correlation,
}

internal static class ActivationStrategies
{
    public static Refusal Refusal { get; } = new("Elsa.CannotStart");

    public static ActivationStrategy Of(WorkflowDefinition definition) =>
        Name(definition.Options["activationStrategyType"]) switch
        {
            "Singleton" => ActivationStrategy.Singleton,
            "CorrelatedSingleton" => ActivationStrategy.CorrelatedSingleton,
            "Correlation" => ActivationStrategy.Correlation,
            _ => ActivationStrategy.Always,
        };

    public static async Task<bool> RefusesAsync(this ActivationStrategy strategy, CityDb db, string definitionId, string? correlationId, CancellationToken ct) => strategy switch
    {
        ActivationStrategy.Singleton => await Running(db).AnyAsync(r => r.DefinitionId == definitionId, ct),
        ActivationStrategy.CorrelatedSingleton => await Running(db).AnyAsync(r => r.DefinitionId == definitionId && r.CorrelationId == correlationId, ct),
        ActivationStrategy.Correlation => correlationId is not null && await Running(db).AnyAsync(r => r.CorrelationId == correlationId, ct),
        _ => false,
    };

    /// <summary>What two that begin at the same moment cannot both hold.</summary>
    public static string? ClaimOf(this ActivationStrategy strategy, string definitionId, string? correlationId) => strategy switch
    {
        ActivationStrategy.Singleton => $"one/{definitionId}",
        ActivationStrategy.CorrelatedSingleton => $"one/{definitionId}/{correlationId}",
        ActivationStrategy.Correlation when correlationId is not null => $"correlation/{correlationId}",
        _ => null,
    };

    private static IQueryable<Run> Running(CityDb db) => db.Set<Run>().Where(r => r.EndedAtUtc == null);

    private static string? Name(JsonNode? node)
    {
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text)) return null;
        var name = text.Split(',')[0].Trim().Split('.')[^1];
        return name.EndsWith("Strategy", StringComparison.Ordinal) ? name[..^"Strategy".Length] : name;
    }
}
