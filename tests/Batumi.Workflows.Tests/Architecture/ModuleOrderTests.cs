using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>Each module of Application may use those before it in this list, never those after it.</summary>
public sealed partial class ModuleOrderTests
{
    private const string Prefix = "Batumi.Workflows.Application";

    private static readonly string[] order =
    [
        "Primitives", "Identity", "Data", "Keys", "Publishing", "Calendar", "Files", "Letters", "Incidents", "Notifications", "Forms", "Catalog",
        "People", "Register", "Running", "Studio", "Requests", "Desk", "Statistics", "Backups", "Workers",
        "Demo",                                                              // may use everything; nothing may use it
    ];

    [Fact]
    public void Every_module_stands_in_the_order() =>
        Broken.None(Modules().Where(module => !order.Contains(module)).Select(module =>
            $"{module} has no place yet: add it to the list in {nameof(ModuleOrderTests)} behind the modules that it uses, and to the architecture page."));

    [Fact]
    public void A_module_uses_only_those_before_it()
    {
        using var code = new CompiledCode(typeof(Refusal).Assembly);

        var broken = code.Uses()
            .Where(use => IsLater(ModuleOf(use.User.Namespace), ModuleOf(CompiledCode.NamespaceOf(use.Used))))
            .Select(use => use.ToString());

        Broken.None(broken);
    }

    // Constants and nameof leave no trace in compiled code; the sources show them.
    [Fact]
    public void A_module_names_only_those_before_it()
    {
        var broken = from file in Sources.CSharp($"src/{Prefix}")
                     let user = ModuleOf(NamespaceLine().Match(file.Text).Groups[1].Value)
                     from Match name in ModuleName().Matches(file.Text)
                     where IsLater(user, name.Groups[1].Value)
                     select $"{file.Path} names {name.Value}";

        Broken.None(broken);
    }

    [Fact]
    public void The_folder_of_a_file_is_its_module()
    {
        var broken = from file in Sources.CSharp($"src/{Prefix}")
                     let space = NamespaceLine().Match(file.Text).Groups[1].Value
                     let folder = Path.GetDirectoryName(file.Path["src/".Length..])!.Replace('/', '.')
                     where space != "" && space != folder
                     select $"{file.Path} is in namespace {space}";

        Broken.None(broken);
    }

    [Fact]
    public void The_modules_are_found() => Assert.Contains("Primitives", Modules());

    private static IEnumerable<string> Modules()
    {
        using var code = new CompiledCode(typeof(Refusal).Assembly);
        return [.. code.Types.Select(type => ModuleOf(CompiledCode.NamespaceOf(type))).OfType<string>().Distinct()];
    }

    private static string? ModuleOf(string space) => space.StartsWith(Prefix + ".", StringComparison.Ordinal) ? space[(Prefix.Length + 1)..].Split('.')[0] : null;

    // A module without a place is reported once, above.
    private static bool IsLater(string? user, string? used) => Array.IndexOf(order, user) is >= 0 and var at && Array.IndexOf(order, used) > at;

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"Batumi\.Workflows\.Application\.(\w+)")]
    private static partial Regex ModuleName();
}
