using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Workflows;

/// <summary>The files a municipality edits, as they lie in the folder: found, not listed.</summary>
internal static class WorkflowFiles
{
    public static WorkCalendar Calendar { get; } = WorkCalendar.Read(Text("calendar", "georgia"), "calendar/georgia.json").Calendar!;

    public static UnitsFile Units { get; } = UnitsFile.Read(File.ReadAllText(Path.Combine(Repository.Workflows, "units.json")), "units.json").Units!;

    /// <summary>Keys of a folder's files.</summary>
    public static IReadOnlyList<string> Keys(string folder)
    {
        var keys = Directory.GetFiles(Path.Combine(Repository.Workflows, folder), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(keys);
        return keys;
    }

    public static TheoryData<string> Theory(string folder) => [.. Keys(folder)];

    public static string Text(string folder, string key) => File.ReadAllText(Path.Combine(Repository.Workflows, folder, key + ".json"));

    public static DefinitionReading Reading(string definition) => WorkflowDefinition.Read(Text("definitions", definition), $"definitions/{definition}.json");

    public static WorkflowDefinition Definition(string key) => Reading(key).Definition!;

    public static Form? Form(string key) => Keys("forms").Contains(key) ? Application.Forms.Form.Read(Text("forms", key), $"forms/{key}.json").Form : null;

    public static LetterTemplate Letter(string key) => LetterTemplate.Read(Text("letters", key), $"letters/{key}.json").Template!;

    public static ServiceEntry Service(string key) => ServiceEntry.Read(Text("services", key), $"services/{key}.json").Service!;

    /// <summary>The services whose cases run this definition.</summary>
    public static IReadOnlyList<ServiceEntry> ServicesOf(string definition) => [.. Keys("services").Select(Service).Where(s => s.Workflow == definition)];

    public static IReadOnlySet<string> ReasonCodes { get; } =
        Keys("reasons").SelectMany(key => ReasonsFile.Read(Text("reasons", key), $"reasons/{key}.json").Reasons!.Reasons).Select(r => r.Code).ToHashSet();

    /// <summary>Every file as JSON, with its place in the folder.</summary>
    public static IEnumerable<(string File, JsonNode Json)> All() => Directory.GetFiles(Repository.Workflows, "*.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(file => (Path.GetRelativePath(Repository.Workflows, file).Replace('\\', '/'), JsonNode.Parse(File.ReadAllText(file))!));
}
