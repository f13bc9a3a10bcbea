using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Batumi.Workflows.Tests.Support;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>What views write of themselves, read from their compiled form: there every literal stands in a call, apart from code and from values.</summary>
internal static partial class Views
{
    /// <summary>Words in views that come from no resource: between tags, and in attributes that people read or hear.</summary>
    public static IEnumerable<string> LiteralWords(CompiledCode code) =>
        code.AllTypes.Where(IsView).SelectMany(type => type.Methods.Where(method => method.HasBody).SelectMany(method =>
            Words(Literals(method)).Select(words => $"{Name(type)}: {words}")));

    /// <summary>The same in the attributes of tag helpers, which are compiled another way.</summary>
    public static IEnumerable<string> LiteralAttributes(SourceFile view) =>
        ReadAttribute().Matches(view.Text).Where(found => Letters().IsMatch(found.Groups[2].Value)).Select(found => $"{view.Path}: {found.Value}");

    internal static IEnumerable<string> Words(string markup)
    {
        foreach (Match found in ReadAttribute().Matches(markup))
            if (Letters().IsMatch(found.Groups[2].Value)) yield return found.Value;

        var text = WebUtility.HtmlDecode(Tags().Replace(markup, "\u0001"));
        foreach (var words in text.Split('\u0001').Select(part => part.Trim()))
            if (Letters().IsMatch(words)) yield return words;
    }

    public static bool IsView(TypeDefinition type) =>
        type.CustomAttributes.Any(a => a.AttributeType.Name == "RazorCompiledItemMetadataAttribute") || (type.DeclaringType is { } outer && IsView(outer));

    private static string Name(TypeDefinition type) => type.DeclaringType is { } outer ? Name(outer) : type.Name;

    // A value between two literals stands as one space: a tag that it lies in stays a tag.
    private static string Literals(MethodDefinition method)
    {
        var all = new StringBuilder();
        foreach (var call in method.Body.Instructions.Where(i => i.OpCode.Code is Code.Call or Code.Callvirt && i.Operand is MethodReference { Name: "WriteLiteral" }))
            all.Append(call.Previous.Operand as string).Append(' ');
        return all.ToString();
    }

    [GeneratedRegex("<!--.*?-->|<(script|style)[^>]*>.*?</\\1>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tags();

    // @ begins an expression.
    [GeneratedRegex("""\b(alt|title|placeholder|aria-label|aria-description|aria-roledescription|label)="([^"@]+)["@]""")]
    private static partial Regex ReadAttribute();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Letters();
}
