namespace Batumi.Workflows.Web.Hosting;

/// <summary>Settings with which the site must not start, said in a sentence that the person who set them can act on.</summary>
internal static class StartUpRules
{
    /// <exception cref="InvalidOperationException">The site must not start; the message says why and what to change.</exception>
    public static void Check(IConfiguration settings)
    {
        if (settings["Data:Folder"] is { Length: > 0 } data && settings["Keys:Folder"] is { Length: > 0 } keys && IsSameOrInside(keys, data))
            throw new InvalidOperationException(
                $"Keys:Folder ({keys}) lies in Data:Folder ({data}). A copy of the data folder would carry the key that opens it. Set Keys:Folder to a folder outside.");
    }

    private static bool IsSameOrInside(string inner, string outer)
    {
        var path = Path.GetRelativePath(Path.GetFullPath(outer), Path.GetFullPath(inner));
        return path == "." || (path != ".." && !path.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(path));
    }
}
