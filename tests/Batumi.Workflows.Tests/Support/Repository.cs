namespace Batumi.Workflows.Tests.Support;

/// <summary>Where the project's files are, found from where the test runs.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Workflows => Path.Combine(Root, "workflows");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Batumi.Workflows.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run below the repository.");
    }
}
