using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Batumi.Workflows.Web.Forms;

/// <summary>A task's form as it is posted: its answers, and its files, which stay with the task whatever else is refused.</summary>
public sealed class TaskForm(TaskFiles files, Texts texts)
{
    public static bool HasFiles(Form? form) => form?.Fields.Any(f => f.Kind == FieldKind.Files) == true;

    public Task<IReadOnlyList<DraftFile>> FilesAsync(Guid caseId, string taskId, CancellationToken ct) => files.WaitingAsync(caseId, taskId, ct);

    /// <summary>Reads a form whose task is not there, only to learn whether a page of ours made it: a forged post is refused as such whatever it asks for.</summary>
    public static async Task<bool> IsOursAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            await PostedForm.ReadAsync(http, _ => Task.CompletedTask, ct);
            return true;
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }

    /// <param name="mayUpload">Counts how much comes from whom.</param>
    public Task<PostedForm> ReadAsync(HttpContext http, Guid caseId, string taskId, Form? form, ModelStateDictionary state, Func<bool> mayUpload, CancellationToken ct) =>
        PostedForm.ReadAsync(http, async file =>
        {
            if (form?.Field(file.Field) is not { Kind: FieldKind.Files }) return;
            var refused = mayUpload() ? await files.AddAsync(caseId, taskId, http.Actor(), file.Field, file.Name, file.Content, ct) : Drafts.TooOften;
            if (refused is not null) state.AddModelError(file.Field, texts["Files.Refused", PlainText.Line(file.Name), texts[refused]]);
        }, ct);

    /// <summary>The answers, checked. Errors and what was typed go to the model state.</summary>
    /// <returns>No answers when only files were added or taken away: then nothing else is asked for yet.</returns>
    public async Task<(JsonObject Answers, bool IsOnlyFiles)> AnswersAsync(HttpContext http, PostedForm posted, Guid caseId, string taskId, Form form, string outcome, ModelStateDictionary state, CancellationToken ct)
    {
        if (posted.IsCutOff) state.AddModelError(form.Fields.FirstOrDefault(f => f.Kind == FieldKind.Files)?.Key ?? "", texts["Files.CutOff"]);
        var answers = FormFields.Read(form, posted.Values, state, texts, new JsonObject { [Form.OutcomeField] = outcome });
        var isRemoval = Guid.TryParse(posted.Value("remove"), out var file);
        if (isRemoval && await files.RemoveAsync(caseId, taskId, file, http.Actor(), ct) is { } refused) state.AddModelError("", texts[refused]);
        if (isRemoval || posted.Value("do") == "upload")
        {
            foreach (var field in form.Fields.Where(f => f.Kind != FieldKind.Files))
            {
                foreach (var (_, entry) in state.Where(s => s.Key.Split('.')[0] == field.Key)) entry!.Errors.Clear();
            }

            return (answers, true);
        }

        foreach (var missing in await files.MissingAsync(caseId, taskId, form, answers, outcome, ct))
            state.AddModelError(missing.FieldKey, FormFields.Problem(form.Field(missing.FieldKey)!, missing, texts));
        return (answers, false);
    }
}
