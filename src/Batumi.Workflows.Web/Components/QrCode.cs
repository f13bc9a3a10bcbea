using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using QRCoder;

namespace Batumi.Workflows.Web.Components;

/// <summary>A text as a QR code, drawn into the page. Say the same beside it in words: not everybody can point a camera.</summary>
[HtmlTargetElement("qr-code", Attributes = "text,label", TagStructure = TagStructure.WithoutEndTag)]
public sealed class QrCode(Texts texts) : TagHelper
{
    public required string Text { get; set; }

    /// <summary>Key of the text that names the drawing.</summary>
    public required string Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        using var code = QRCodeGenerator.GenerateQrCode(Text, QRCodeGenerator.ECCLevel.L);
        var rows = code.ModuleMatrix;       // with the quiet zone around it
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "city-qr");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("viewBox", $"0 0 {rows.Count} {rows.Count}");
        output.Attributes.SetAttribute("shape-rendering", "crispEdges");
        var title = new TagBuilder("title");
        title.InnerHtml.Append(texts[Label]);
        output.Content.AppendHtml(title);
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                if (rows[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
            }
        }

        output.Content.AppendHtml($"<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/><path d=\"{path}\" fill=\"#000000\"/>");
    }
}
