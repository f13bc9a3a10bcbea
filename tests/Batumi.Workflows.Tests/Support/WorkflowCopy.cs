namespace Batumi.Workflows.Tests.Support;

/// <summary>A copy of the folder that the municipality edits, to edit in a test.</summary>
public sealed class WorkflowCopy : IDisposable
{
    public WorkflowCopy()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Workflows, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(Repository.Workflows, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("workflows-").FullName;

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Workflows:Folder"] = Folder };

    public WorkflowCopy Replace(string file, string old, string with)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, with, StringComparison.Ordinal));
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
