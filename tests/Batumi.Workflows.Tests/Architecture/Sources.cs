using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>The files of this repository, as an architecture test reads them.</summary>
internal static class Sources
{
    private static readonly string[] notOurs = ["bin", "obj", "node_modules", "artifacts", "TestResults", ".git", "data", "keys"];

    /// <summary>Every file below a folder with one of these endings; what tools write, migrations among it, is left out.</summary>
    /// <param name="folder">Relative to the root; "" is the root.</param>
    public static IEnumerable<SourceFile> Files(string folder, params string[] endings) =>
        !Directory.Exists(Path.Combine(Repository.Root, folder)) ? []
        : Below(Path.Combine(Repository.Root, folder), endings).Where(file => !file.Path.Contains("/Data/Migrations/", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> CSharp(string folder) => Files(folder, ".cs");

    private static IEnumerable<SourceFile> Below(string folder, string[] endings) =>
        Directory.EnumerateFiles(folder)
            .Where(file => endings.Length == 0 || endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            .Select(file => new SourceFile(Path.GetRelativePath(Repository.Root, file), file))
            .Concat(Directory.EnumerateDirectories(folder).Where(inner => !notOurs.Contains(Path.GetFileName(inner))).SelectMany(inner => Below(inner, endings)));
}

/// <param name="Path">From the root, with slashes.</param>
internal sealed record SourceFile(string Path, string FullPath)
{
    public string Text => File.ReadAllText(FullPath);

    public string[] Lines => File.ReadAllLines(FullPath);
}
