using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Components;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Batumi.Workflows.Web.Forms;

/// <summary>
/// Draws the questions of a form description and reads what was posted. Works without scripts: a field with a condition is always drawn, and the server
/// drops its answer when the condition does not hold.
/// </summary>
public static class FormFields
{
    /// <summary>Draws every field of the form, with what was just typed or else the answers, and with the errors of the model state.</summary>
    public static Task<IHtmlContent> DrawAsync(IHtmlHelper html, Form form, JsonObject answers) => DrawAsync(html, form.Fields, answers, view => view);

    /// <param name="complete">Adds what only the page knows, such as the files of a draft.</param>
    public static async Task<IHtmlContent> DrawAsync(IHtmlHelper html, IEnumerable<FormField> fields, JsonObject answers, Func<FieldView, FieldView> complete)
    {
        var services = html.ViewContext.HttpContext.RequestServices;
        var (catalog, texts) = (services.GetRequiredService<ServiceCatalog>(), services.GetRequiredService<Texts>());
        var list = fields.ToList();
        var errors = Problems.All(html.ViewData.ModelState, texts).ToDictionary(p => p.Field, p => p.Sentence);
        var typed = Typed(html.ViewData.ModelState, list, answers);

        var drawn = new HtmlContentBuilder();
        foreach (var field in list)
        {
            var view = new FieldView(field, typed, errors) { Options = await OptionsAsync(field, catalog, texts, html.ViewContext.HttpContext.RequestAborted) };
            if (field.Kind == FieldKind.Place) view = view with { Districts = (await catalog.DistrictsAsync(html.ViewContext.HttpContext.RequestAborted))?.Districts ?? [] };
            view = complete(view);
            drawn.AppendHtml(Wrapped(field, field.Section is { } section ? texts[section] : null, await html.PartialAsync(view.Partial, view)));
        }

        return drawn;
    }

    /// <summary>What was posted for the whole form, checked. Errors and what was typed go to the model state, so that the page can show both again.</summary>
    /// <param name="others">Values that conditions may ask for besides the form's own, such as the outcome chosen with it.</param>
    public static JsonObject Read(Form form, IReadOnlyDictionary<string, string[]> values, ModelStateDictionary state, Texts texts, JsonObject? others = null)
    {
        var answers = new JsonObject();
        var known = others is null ? [] : others.DeepClone().AsObject();
        foreach (var page in form.Pages)
        {
            foreach (var (key, value) in Read(form, page, values, state, texts, known))
            {
                answers[key] = value?.DeepClone();
                known[key] = value?.DeepClone();
            }
        }

        return answers;
    }

    /// <summary>The same for one page.</summary>
    public static JsonObject Read(Form form, FormPage page, IReadOnlyDictionary<string, string[]> posted, ModelStateDictionary state, Texts texts, JsonObject? others)
    {
        var (answers, errors) = FormCheck.Page(form, page, posted, others);
        var names = page.Fields.SelectMany(Names).ToHashSet();
        foreach (var (name, values) in posted.Where(p => names.Contains(p.Key)))
        {
            state.SetModelValue(name, new ValueProviderResult(values));
            state.MarkFieldValid(name);
        }

        // The summary at the top lists the problems away from their labels, so each names its question.
        foreach (var error in errors) state.AddModelError(error.FieldKey, Problem(Asked(page, error.FieldKey), error, texts));
        return answers;
    }

    /// <summary>What is wrong, after the name of its field; behind a question it is a sentence of its own.</summary>
    public static string Problem(FormField field, FieldError error, Texts texts)
    {
        var (label, wrong) = (texts[field.Label], texts.Of(error.Code, error.Details));
        if (!label.EndsWith('?')) return texts["Field.Problem", label, wrong];
        return texts["Field.Problem.Question", label, char.IsAsciiLetterLower(wrong[0]) ? char.ToUpperInvariant(wrong[0]) + wrong[1..] : wrong];      // Georgian has no capital letters
    }

    private static FormField Asked(FormPage page, string name) => page.Fields.First(f => f.Key == name.Split('.')[0]);

    private static IEnumerable<string> Names(FormField field) =>
        field.Kind == FieldKind.Place ? [$"{field.Key}.district", $"{field.Key}.words", $"{field.Key}.lat", $"{field.Key}.lon"] : [field.Key];

    private static Dictionary<string, string[]> Typed(ModelStateDictionary state, List<FormField> fields, JsonObject answers)
    {
        var stored = FormCheck.Posted(new FormPage("", new("", ""), null, fields), answers);
        var typed = new Dictionary<string, string[]>();
        foreach (var name in fields.SelectMany(Names))
        {
            if (state.TryGetValue(name, out var entry) && entry.RawValue is not null)
                typed[name] = entry.RawValue as string[] ?? [entry.AttemptedValue ?? ""];
            else if (stored.TryGetValue(name, out var values))
                typed[name] = values;
        }

        return typed;
    }

    private static async Task<IReadOnlyList<FieldOption>> OptionsAsync(FormField field, ServiceCatalog catalog, Texts texts, CancellationToken ct) => field.Kind switch
    {
        FieldKind.Unit => [.. ((await catalog.UnitsAsync(ct))?.Units ?? []).Where(u => field.Role is null || u.Roles.Contains(field.Role)).Select(u => new FieldOption(u.Code, u.Name, null))],
        FieldKind.YesNo => [new("yes", texts.Both("Yes"), null), new("no", texts.Both("No"), null)],
        _ => field.Options,
    };

    // With scripts a field that does not apply is folded away.
    private static IHtmlContent Wrapped(FormField field, string? section, IHtmlContent content)
    {
        var all = new HtmlContentBuilder();
        if (section is not null) all.AppendHtml(TextField.Element("h2", "govuk-heading-m", section));
        all.AppendHtml(content);
        if (field.When is not { } when) return all;
        var wrap = new TagBuilder("div");
        wrap.Attributes["data-when"] = when.Field;
        wrap.Attributes["data-equals"] = when.Value;
        wrap.InnerHtml.AppendHtml(all);
        return wrap;
    }
}
