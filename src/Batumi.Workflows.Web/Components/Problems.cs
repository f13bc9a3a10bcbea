using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Batumi.Workflows.Web.Components;

/// <summary>What is wrong with a form, in sentences. A rule on a property names the key of its sentence; a refusal brings the sentence itself.</summary>
public static class Problems
{
    public static string? Of(ModelStateDictionary form, string field, Texts texts) =>
        form.TryGetValue(field, out var state) && state.Errors.Count > 0 ? Sentence(state.Errors[0], texts) : null;

    /// <summary>Every problem with the field it belongs to; an empty field is the whole form.</summary>
    public static IReadOnlyList<(string Field, string Sentence)> All(ModelStateDictionary form, Texts texts) =>
        [.. form.Where(f => f.Value is { Errors.Count: > 0 }).Select(f => (f.Key, Sentence(f.Value!.Errors[0], texts)))];

    /// <summary>The same in the order in which the page asks: the fields of its form, then its own properties as they are declared.</summary>
    public static IReadOnlyList<(string Field, string Sentence)> InOrder(ModelStateDictionary form, Texts texts, object? page)
    {
        string[] order = [.. page is IDrawsForm drawn ? drawn.Fields.Select(f => f.Key) : [], .. page?.GetType().GetProperties().Select(p => p.Name) ?? []];
        return [.. All(form, texts).OrderBy(p => Array.IndexOf(order, p.Field.Split('.')[0]))];
    }

    internal static IHtmlContent Message(string id, string error, Texts texts)
    {
        var message = new TagBuilder("p");
        message.AddCssClass("govuk-error-message");
        message.Attributes["id"] = id + "-error";
        message.InnerHtml.AppendHtml(TextField.Element("span", "govuk-visually-hidden", texts["Problems.Error"])).Append(" " + error);
        return message;
    }

    private static string Sentence(ModelError error, Texts texts) => texts.Find(error.ErrorMessage) ?? error.ErrorMessage;
}
