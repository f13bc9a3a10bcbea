using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>Web uses Application, Application uses Engine, Engine uses nothing of ours; only Web knows HTTP; pages never see EF.</summary>
public sealed class LayerTests
{
    private static readonly string[] enginePackages = ["Jint", "Acornima", "DotLiquid", "Cronos"];    // Acornima is Jint's parser, its syntax errors are part of Jint's surface

    [Fact]
    public void The_engine_uses_nothing_of_ours_and_only_its_three_packages()
    {
        using var code = new CompiledCode(typeof(Interpreter).Assembly);

        Broken.None(code.ReferencedAssemblies.Where(name => !name.StartsWith("System", StringComparison.Ordinal) && !enginePackages.Contains(name)));
    }

    [Fact]
    public void The_engine_does_no_input_or_output_and_waits_for_nothing()
    {
        using var code = new CompiledCode(typeof(Interpreter).Assembly);
        string[] outside = ["System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Net.", "System.Diagnostics.Process",
                            "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Threading.Thread", "System.Console"];

        Broken.None(code.Uses().Where(use => outside.Any(name => use.Used.FullName.StartsWith(name, StringComparison.Ordinal))).Select(use => use.ToString()));
    }

    [Fact]
    public void The_application_knows_no_HTTP_and_no_pages()
    {
        using var code = new CompiledCode(typeof(Refusal).Assembly);

        Broken.None(code.ReferencedAssemblies.Where(name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.AspNetCore.Identity", StringComparison.Ordinal)            // accounts and password hashes, no HTTP in them
            && !name.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal)));   // keys in the database
        Assert.DoesNotContain("Batumi.Workflows.Web", code.ReferencedAssemblies);
    }

    [Fact]
    public void Pages_ask_application_classes_and_never_the_database()
    {
        using var code = new CompiledCode(typeof(Program).Assembly);

        var compiled = code.Uses()
            .Where(use => use.User.Namespace.StartsWith("Batumi.Workflows.Web.Pages", StringComparison.Ordinal) || use.User.Namespace == "AspNetCoreGeneratedDocument")
            .Where(use => use.Used.FullName.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) || use.Used.FullName.EndsWith("CityDb", StringComparison.Ordinal))
            .Select(use => use.ToString());
        var written = Sources.Files("src/Batumi.Workflows.Web/Pages", ".cs", ".cshtml")
            .Where(file => file.Text.Contains("EntityFrameworkCore", StringComparison.Ordinal) || file.Text.Contains("CityDb", StringComparison.Ordinal))
            .Select(file => file.Path);

        Broken.None(compiled.Concat(written));
    }
}
