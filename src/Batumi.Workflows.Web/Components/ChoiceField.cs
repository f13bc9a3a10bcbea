using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Batumi.Workflows.Web.Components;

/// <param name="Text">What people read.</param>
public sealed record Choice(string Value, string Text);

/// <summary>A labelled list to choose one thing from.</summary>
[HtmlTargetElement("choice-field", Attributes = "name,label", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ChoiceField(Texts texts) : TagHelper
{
    public required string Name { get; set; }

    /// <summary>When the page has several of the same name.</summary>
    public string? Id { get; set; }

    /// <summary>Key of the label's text.</summary>
    public required string Label { get; set; }

    public required IReadOnlyList<Choice> Options { get; set; }
    public string? Value { get; set; }

    [HtmlAttributeNotBound, ViewContext] public required ViewContext View { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = Id ?? Name;
        var error = Problems.Of(View.ModelState, Name, texts);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", error is null ? "govuk-form-group" : "govuk-form-group govuk-form-group--error");
        output.Content.AppendHtml(TextField.Element("label", "govuk-label", texts[Label], ("for", id)));
        if (error is not null) output.Content.AppendHtml(Problems.Message(id, error, texts));

        var list = new TagBuilder("select");
        list.AddCssClass(error is null ? "govuk-select" : "govuk-select govuk-select--error");
        list.Attributes["id"] = id;
        list.Attributes["name"] = Name;
        if (error is not null) (list.Attributes["aria-describedby"], list.Attributes["aria-invalid"]) = (id + "-error", "true");
        foreach (var choice in Options)
        {
            var option = new TagBuilder("option");
            option.Attributes["value"] = choice.Value;
            if (choice.Value == (Value ?? "")) option.Attributes["selected"] = "selected";
            option.InnerHtml.Append(choice.Text);
            list.InnerHtml.AppendHtml(option);
        }

        output.Content.AppendHtml(list);
    }
}
