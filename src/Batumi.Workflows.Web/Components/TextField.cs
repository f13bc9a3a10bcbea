using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Batumi.Workflows.Web.Components;

/// <summary>A labelled box to type in, with its hint and its error tied to it. A password is never written back into the page.</summary>
[HtmlTargetElement("text-field", Attributes = "for,label", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextField(Texts texts) : TagHelper
{
    public required ModelExpression For { get; set; }

    /// <summary>Key of the label's text.</summary>
    public required string Label { get; set; }

    public string? Hint { get; set; }
    public string Type { get; set; } = "text";

    /// <summary>More than one: a text of several lines.</summary>
    public int Rows { get; set; } = 1;

    /// <summary>Characters that fit: 10, 20 or, when not said, the whole line.</summary>
    public int? Width { get; set; }

    [HtmlAttributeNotBound, ViewContext] public required ViewContext View { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = For.Name.Replace('.', '_');
        var error = Problems.Of(View.ModelState, For.Name, texts);
        var given = output.Attributes.ToList();
        output.Attributes.Clear();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", error is null ? "govuk-form-group" : "govuk-form-group govuk-form-group--error");

        var content = output.Content;
        content.AppendHtml(Element("label", "govuk-label", texts[Label], ("for", id)));
        if (Hint is not null) content.AppendHtml(Element("div", "govuk-hint", texts[Hint], ("id", id + "-hint")));
        if (error is not null) content.AppendHtml(Problems.Message(id, error, texts));

        var box = new TagBuilder(Rows > 1 ? "textarea" : "input");
        box.AddCssClass(Rows > 1 ? "govuk-textarea" : "govuk-input");
        if (error is not null) box.AddCssClass(Rows > 1 ? "govuk-textarea--error" : "govuk-input--error");
        if (Width is { } width) box.AddCssClass($"govuk-input--width-{width}");
        foreach (var attribute in given) box.Attributes[attribute.Name] = attribute.Value?.ToString();
        box.Attributes["id"] = id;
        box.Attributes["name"] = For.Name;
        if ((Hint, error) is not (null, null)) box.Attributes["aria-describedby"] = string.Join(' ', new[] { Hint is null ? null : id + "-hint", error is null ? null : id + "-error" }.OfType<string>());
        if (error is not null) box.Attributes["aria-invalid"] = "true";

        var typed = View.ModelState.TryGetValue(For.Name, out var state) && state.RawValue is not null ? state.AttemptedValue : For.Model?.ToString();
        if (Rows > 1)
        {
            box.Attributes["rows"] = Rows.ToString(System.Globalization.CultureInfo.InvariantCulture);
            box.InnerHtml.Append(typed ?? "");
        }
        else
        {
            box.Attributes["type"] = Type;
            if (Type != "password") box.Attributes["value"] = typed;
            box.TagRenderMode = TagRenderMode.SelfClosing;
        }

        content.AppendHtml(box);
    }

    internal static TagBuilder Element(string name, string cssClass, string text, params IEnumerable<(string Name, string Value)> attributes)
    {
        var element = new TagBuilder(name);
        element.AddCssClass(cssClass);
        foreach (var (key, value) in attributes) element.Attributes[key] = value;
        element.InnerHtml.Append(text);
        return element;
    }
}
