using System.Reflection;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine;
using Mono.Cecil;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>Classes are concrete and sealed, interfaces are rare, and no type repeats the name of its namespace.</summary>
public sealed class TypeTests : IDisposable
{
    private static readonly Assembly[] ours = [typeof(Interpreter).Assembly, typeof(Refusal).Assembly, typeof(Program).Assembly];
    private readonly CompiledCode[] code = [.. ours.Select(assembly => new CompiledCode(assembly))];

    public void Dispose() => Array.ForEach(code, one => one.Dispose());

    [Fact]
    public void An_interface_comes_with_its_second_implementation_so_there_are_few()
    {
        var types = Types().Where(type => !type.IsNested).ToList();
        var interfaces = types.Where(type => type.IsInterface).Select(type => type.FullName).ToList();

        Assert.True(interfaces.Count * 12 < types.Count, $"{interfaces.Count} interfaces among {types.Count} types: {string.Join(", ", interfaces)}");
    }

    [Fact]
    public void A_class_is_sealed_unless_something_is_derived_from_it()
    {
        var bases = Types().Select(type => type.BaseType?.GetElementType().FullName).ToHashSet();

        Broken.None(Types()
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type.Name != "Program" && !bases.Contains(type.FullName))
            .Select(type => type.FullName));
    }

    [Fact]
    public void A_type_does_not_repeat_the_last_word_of_its_namespace() =>
        Broken.None(Types().Where(type => !type.IsNested && type.Namespace.Split('.')[^1] == type.Name).Select(type => type.FullName));

    [Fact]
    public void A_folder_is_named_for_its_subject()
    {
        string[] kinds = ["Common", "Helpers", "Utils", "Utilities", "Interfaces", "Models", "Services", "Extensions", "Misc"];

        // Under Pages a service is what the city does for people, and a subject.
        Broken.None(Types().Where(type => type.Namespace.Split('.').Any(name => kinds.Contains(name) && !(name == "Services" && type.Namespace.Contains(".Pages.", StringComparison.Ordinal)))).Select(type => type.FullName));
    }

    // Views are classes that Razor makes; migrations are written by their tool.
    private IEnumerable<TypeDefinition> Types() => code.SelectMany(one => one.Types).Where(type =>
        type.Namespace != "AspNetCoreGeneratedDocument" && !CompiledCode.NamespaceOf(type).Contains(".Migrations", StringComparison.Ordinal));
}
