using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Forms;

namespace Batumi.Workflows.Web.Forms;

/// <summary>The pages of a form in the order a person meets them; pages without a question that applies are passed over.</summary>
public sealed record Journey(Form Form, JsonObject Answers)
{
    public IReadOnlyList<FormPage> Pages => [.. Form.Pages.Where(page => page.Fields.Any(Applies))];

    public FormPage? Page(string? key) => Pages.FirstOrDefault(page => page.Key == key);

    public FormPage? After(string key) => Pages.SkipWhile(page => page.Key != key).Skip(1).FirstOrDefault();

    public FormPage? Before(string key) => Pages.TakeWhile(page => page.Key != key).LastOrDefault();

    /// <summary>The page that asks for a field; a part of a place belongs to its place.</summary>
    public FormPage? Asking(string fieldKey) => Pages.FirstOrDefault(page => page.Fields.Any(f => f.Key == fieldKey.Split('.')[0]));

    // A condition on the same page is drawn with it; one on an earlier page decides whether the page comes at all.
    public IEnumerable<FormField> FieldsOf(FormPage page) => page.Fields.Where(field => field.When is not { } when || page.Fields.Any(f => f.Key == when.Field) || Applies(field));

    private bool Applies(FormField field) => field.When is not { } when || Form.Pages.First(p => p.Fields.Contains(field)).Fields.Any(f => f.Key == when.Field)
        || (Answers[when.Field] is JsonArray many ? many.Any(v => v?.ToString() == when.Value) : Answers[when.Field]?.ToString() == when.Value);
}
