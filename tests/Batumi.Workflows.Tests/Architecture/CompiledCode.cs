using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>Which types a compiled type uses, anywhere: signatures, bodies, attributes. Lambdas and async methods count for the type that wrote them.</summary>
internal sealed class CompiledCode : IDisposable
{
    private readonly ModuleDefinition module;

    public CompiledCode(System.Reflection.Assembly assembly) => module = ModuleDefinition.ReadModule(assembly.Location);

    /// <summary>Types that people wrote, nested ones included.</summary>
    public IEnumerable<TypeDefinition> Types => module.GetAllTypes().Where(type => !IsMade(type));

    public IEnumerable<string> ReferencedAssemblies => module.AssemblyReferences.Select(reference => reference.Name);

    /// <summary>Each pair of a written top-level type and a type that it uses.</summary>
    public IEnumerable<Use> Uses() =>
        from type in module.GetAllTypes()
        let user = Outermost(type)
        where !IsMade(user)
        from used in UsedBy(type).SelectMany(Parts).Distinct()
        select new Use(user, used);

    public static string NamespaceOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type.Namespace;
    }

    public void Dispose() => module.Dispose();

    private static IEnumerable<TypeReference?> UsedBy(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
        .. type.Fields.Select(f => f.FieldType),
        .. type.Properties.Select(p => p.PropertyType),
        .. Attributes(type), .. type.Fields.SelectMany(Attributes), .. type.Properties.SelectMany(Attributes), .. type.Methods.SelectMany(Attributes),
        .. type.Methods.SelectMany(UsedBy),
    ];

    private static IEnumerable<TypeReference?> UsedBy(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters) yield return parameter.ParameterType;
        if (!method.HasBody) yield break;

        foreach (var local in method.Body.Variables) yield return local.VariableType;
        foreach (var handler in method.Body.ExceptionHandlers) yield return handler.CatchType;
        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference used: yield return used; break;
                case FieldReference field: yield return field.DeclaringType; yield return field.FieldType; break;
                case MethodReference called:
                    yield return called.DeclaringType;
                    yield return called.ReturnType;
                    foreach (var parameter in called.Parameters) yield return parameter.ParameterType;
                    if (called is GenericInstanceMethod generic)
                        foreach (var argument in generic.GenericArguments) yield return argument;
                    break;
            }
        }
    }

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider on) => on.CustomAttributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Select(a => a.Value).OfType<TypeReference>().Prepend(attribute.AttributeType));

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static bool IsMade(TypeDefinition type) =>
        type.Name.Contains('<', StringComparison.Ordinal) || type.CustomAttributes.Any(a => a.AttributeType.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute")
        || (type.DeclaringType is { } outer && IsMade(outer));
}

internal sealed record Use(TypeDefinition User, TypeReference Used)
{
    public override string ToString() => $"{User.FullName} uses {Used.FullName}";
}
