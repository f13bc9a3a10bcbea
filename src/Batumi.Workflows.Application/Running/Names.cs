using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Running;

/// <summary>Names for people of the things that rows hold by key: services, stages and tasks of a definition's version, units, reasons.</summary>
public sealed class Names(Published published, ServiceCatalog catalog)
{
    public async Task<DefinitionTexts?> TextsAsync(string definitionId, int version, CancellationToken ct) =>
        await published.VersionAsync<WorkflowDefinition>(ContentKind.Definition, definitionId, version, ct) is { } definition ? new(definition) : null;

    public async Task<LocalizedText> ServiceAsync(string key, CancellationToken ct) => (await catalog.GetAsync(key, ct))?.Entry.Title ?? new(key, key);

    public async Task<LocalizedText?> UnitAsync(string? code, CancellationToken ct) => code is null ? null
        : (await catalog.UnitsAsync(ct))?.Units.FirstOrDefault(u => u.Code == code)?.Name ?? new LocalizedText(code, code);

    public async Task<LocalizedText?> ReasonAsync(string? code, CancellationToken ct) => code is null ? null
        : (await catalog.ReasonsAsync(ct)).FirstOrDefault(r => r.Code == code)?.Title ?? new LocalizedText(code, code);

    public async Task<LocalizedText?> DistrictAsync(string? code, CancellationToken ct) => code is null ? null
        : (await catalog.DistrictsAsync(ct))?.Districts.FirstOrDefault(d => d.Key == code)?.Name ?? new LocalizedText(code, code);
}
