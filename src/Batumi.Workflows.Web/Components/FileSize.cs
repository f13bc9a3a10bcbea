namespace Batumi.Workflows.Web.Components;

/// <summary>How large a file is, in words.</summary>
public static class FileSize
{
    private const decimal Kilobyte = 1024, Megabyte = 1024 * 1024;

    public static string Words(long bytes, Texts texts) => bytes < Megabyte
        ? texts["Files.Size.Small", texts.Number(Math.Max(1, bytes / Kilobyte))]
        : texts["Files.Size", texts.Number(bytes / Megabyte, 1)];
}
