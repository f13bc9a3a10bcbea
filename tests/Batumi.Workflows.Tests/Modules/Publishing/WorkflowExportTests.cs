using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Modules.Publishing;

/// <summary>What is in force goes back to files, byte by byte.</summary>
public sealed class WorkflowExportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("export");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Files_come_back_as_they_were_and_a_changed_definition_comes_back_the_same_from_another_city()
    {
        await using var city = await TestCity.OpenAsync();
        var first = await city.AskAsync<WorkflowExport, ExportReport>(e => e.WriteAsync(folder.FullName, default));
        Assert.Equal(0, first.Same);
        Assert.InRange(first.Written.Count, 60, 1000);
        Assert.All(first.Written, file => Assert.Equal(File.ReadAllText(Path.Combine(Repository.Workflows, file)), File.ReadAllText(Path.Combine(folder.FullName, file))));
        var again = await city.AskAsync<WorkflowExport, ExportReport>(e => e.WriteAsync(folder.FullName, default));
        Assert.Equal((0, first.Written.Count), (again.Written.Count, again.Same));

        // One step changed: its file alone, and what is not changed in it stays where it stood.
        var found = (await city.AskAsync<DefinitionShelf, ShelvedDefinition?>(s => s.FindAsync("street-fault", VersionChoice.Latest, default)))!;
        var changed = DefinitionEdits.Change(found.Model, new("triage", null, null, null, null, new Dictionary<string, StepInput> { ["role"] = new("", "unit_head") }, new Dictionary<string, string>(), null, null, null, []));
        Assert.False((await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(changed.Value!, publish: true, Actor.System, default))).IsRefused);
        var second = await city.AskAsync<WorkflowExport, ExportReport>(e => e.WriteAsync(folder.FullName, default));
        Assert.Equal(["definitions/street-fault.json"], second.Written);
        var text = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "definitions/street-fault.json"));
        var difference = LineDiff.Between(File.ReadAllText(Path.Combine(Repository.Workflows, "definitions/street-fault.json")), text).Where(l => l.Kind != ' ').Select(l => l.Text.Trim()).ToList();
        Assert.Equal(["\"value\": \"dispatcher\"", "\"value\": \"unit_head\""], difference.Where(l => !l.StartsWith("\"version\"", StringComparison.Ordinal)));

        // Another city begins with that folder, and its export is the same.
        await using var other = await TestCity.OpenAsync(workflows: folder.FullName);
        var third = await other.AskAsync<WorkflowExport, ExportReport>(e => e.WriteAsync(folder.FullName, default));
        Assert.Empty(third.Written);

        // Saved again without a change, it is the same text.
        var there = (await other.AskAsync<DefinitionShelf, ShelvedDefinition?>(s => s.FindAsync("street-fault", VersionChoice.Latest, default)))!;
        var saved = await other.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(there.Model, publish: true, Actor.System, default));
        Assert.False(saved.IsRefused);
        await other.AskAsync<WorkflowExport, ExportReport>(e => e.WriteAsync(folder.FullName, default));
        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(folder.FullName, "definitions/street-fault.json")));
    }
}
