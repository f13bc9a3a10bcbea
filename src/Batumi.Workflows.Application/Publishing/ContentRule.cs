using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Publishing;

/// <summary>What a text must hold, beyond being readable, before it may be in force; asked wherever something is put in force.</summary>
public interface IContentRule
{
    /// <returns>What is wrong with it; nothing: it may be in force.</returns>
    Task<IReadOnlyList<DefinitionError>> FlawsAsync(string kind, string key, string text, string fileName, CancellationToken ct);

    /// <returns>Why this person may not change it; null: they may.</returns>
    Task<Refusal?> RefusesAsync(string kind, string key, Actor by, CancellationToken ct);
}

public static class ContentRules
{
    public static async Task<IReadOnlyList<DefinitionError>> FlawsAsync(this IEnumerable<IContentRule> rules, string kind, string key, string text, string fileName, CancellationToken ct)
    {
        var flaws = new List<DefinitionError>();
        foreach (var rule in rules) flaws.AddRange(await rule.FlawsAsync(kind, key, text, fileName, ct));
        return flaws;
    }

    public static async Task<Refusal?> RefusesAsync(this IEnumerable<IContentRule> rules, string kind, string key, Actor by, CancellationToken ct)
    {
        foreach (var rule in rules)
        {
            if (await rule.RefusesAsync(kind, key, by, ct) is { } refused) return refused;
        }

        return null;
    }
}
