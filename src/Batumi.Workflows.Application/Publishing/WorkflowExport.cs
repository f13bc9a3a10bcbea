using System.Text;
using Batumi.Workflows.Application.Data;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Publishing;

/// <param name="Written">Files that were new or changed.</param>
/// <param name="Same">Files that stood there already, byte by byte.</param>
public sealed record ExportReport(IReadOnlyList<string> Written, int Same);

/// <summary>
/// Writes what is in force back to the files of <c>workflows/</c>: administrators' changes go into version control, and another site can begin with them. What came from a file
/// and was not changed is written as that file was, byte by byte; taken in again, an export gives the same export.
/// </summary>
public sealed class WorkflowExport(CityDb db)
{
    public async Task<ExportReport> WriteAsync(string folder, CancellationToken ct)
    {
        var rows = await db.Set<Publication>().AsNoTracking().Where(p => p.Status == PublicationStatus.Published
            && !db.Set<Publication>().Any(q => q.Kind == p.Kind && q.Key == p.Key && q.Version > p.Version && q.Status == PublicationStatus.Published))
            .OrderBy(p => p.FileName).Select(p => new { p.Kind, p.Key, p.FileName, p.Content }).ToListAsync(ct);
        var (written, same) = (new List<string>(), 0);
        foreach (var row in rows)
        {
            var path = Path.GetFullPath(row.FileName, folder);
            if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) continue;      // a name that leads out of the folder
            var bytes = Encoding.UTF8.GetBytes(row.Content);
            if (File.Exists(path) && (await File.ReadAllBytesAsync(path, ct)).AsSpan().SequenceEqual(bytes))
            {
                same++;
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes, ct);
            written.Add(row.FileName);
        }

        return new(written, same);
    }
}
