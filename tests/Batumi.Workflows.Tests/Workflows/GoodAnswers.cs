using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Forms;

namespace Batumi.Workflows.Tests.Workflows;

/// <summary>Fills in a form so that it is accepted: made from the form itself, so that a new form needs nothing here.</summary>
internal static class GoodAnswers
{
    /// <summary>The plainest answers.</summary>
    public static JsonObject To(Form form, string? outcome = null)
    {
        var answers = new JsonObject();
        foreach (var field in form.Fields.Where(f => f.Kind != FieldKind.Files)) answers[field.Key] = Values(field)[0];
        var (kept, errors) = FormCheck.Whole(form, answers, outcome);
        Assert.True(errors.Count == 0, $"{form.Key}, outcome {outcome}: {string.Join(", ", errors)}");
        return kept;
    }

    /// <summary>The plainest answers first, then every other choice of every field, one at a time.</summary>
    public static IEnumerable<JsonObject> AllTo(Form form, string? outcome = null)
    {
        yield return To(form, outcome);
        foreach (var field in form.Fields.Where(f => f.Kind != FieldKind.Files))
        {
            foreach (var other in Values(field).Skip(1))
            {
                var answers = To(form, outcome);
                if (!answers.ContainsKey(field.Key)) break;
                answers[field.Key] = other;
                yield return FormCheck.Whole(form, answers, outcome).Answers;
            }
        }
    }

    private static List<JsonNode> Values(FormField field) => field.Kind switch
    {
        FieldKind.Radios or FieldKind.Select => [.. field.Options.Select(o => (JsonNode)o.Value)],
        FieldKind.Checkboxes => [.. field.Options.Select(o => (JsonNode)new JsonArray(o.Value))],
        FieldKind.YesNo => ["no", "yes"],
        FieldKind.Place => [new JsonObject { ["words"] = "გორგილაძის ქ. 12" }],
        FieldKind.Phone => ["+995555123456"],
        FieldKind.Email => ["nino@example.ge"],
        FieldKind.Number => [field.Min ?? field.Max ?? 1],
        FieldKind.Money => [12_050L, 0L],
        FieldKind.PersonalNumber => ["61001012345"],
        FieldKind.CompanyCode => ["245123456"],
        FieldKind.CadastralCode => ["05.24.03.010"],
        FieldKind.Date => ["2026-11-20"],
        FieldKind.Unit => [.. WorkflowFiles.Units.Units.Where(u => field.Role is null || u.Roles.Contains(field.Role)).Take(2).Select(u => (JsonNode)u.Code)],
        _ => [new string('ა', Math.Max(field.MinLength ?? 0, 3))],
    };
}
