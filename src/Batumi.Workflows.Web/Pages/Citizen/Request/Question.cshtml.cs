using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Citizen.Request;

/// <summary>One page of questions of a request, drawn from the form's description. Every answer is kept on the server as soon as it is given.</summary>
[ReadsItsForm, IgnoreAntiforgeryToken, RequestSizeLimit(PostedForm.MostBytes)]
public sealed class QuestionModel(ServiceCatalog catalog, Drafts drafts, DraftCookie cookie, WritingRate rate, Texts texts) : PageModel, IDrawsForm
{
    [FromRoute(Name = "service")] public string ServiceKey { get; init; } = "";
    [FromRoute] public string? Step { get; init; }
    [FromQuery(Name = "change")] public bool IsChange { get; init; }
    [FromQuery(Name = "near")] public bool IsNear { get; init; }

    public ServicePage Service { get; private set; } = null!;
    public Journey Journey { get; private set; } = null!;
    public FormPage Asked { get; private set; } = null!;
    public DraftView? Draft { get; private set; }
    public MapQuestion? Map { get; private set; }

    public IEnumerable<FormField> Fields => Asked.Fields;
    public bool HasFiles => Asked.Fields.Any(f => f.Kind == FieldKind.Files);
    public string Back => IsChange ? Address("check") : Journey.Before(Asked.Key) is { } before ? Address(before.Key) : $"/services/{ServiceKey}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } other) return other;
        return Step is null ? Redirect(Address(Journey.Pages[0].Key)) : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } other) return other;

        PostedForm posted;
        try
        {
            posted = await PostedForm.ReadAsync(HttpContext, file => AddAsync(file, ct), ct);
        }
        catch (AntiforgeryValidationException)
        {
            return BadRequest();
        }

        var isUnfinished = posted.Value("do") == "keep";
        if (await BeginAsync(ct) is { } refused) return isUnfinished ? StatusCode(StatusCodes.Status429TooManyRequests) : Refuse(posted, refused);
        if (isUnfinished) return await KeepAsync(posted, ct);
        if (posted.IsCutOff) ModelState.AddModelError(Files ?? "", texts["Files.CutOff"]);
        if (Map?.Press(posted) is { } pressed) return await MarkAsync(posted, pressed, ct);

        var answers = FormFields.Read(Journey.Form, Asked, posted.Values, ModelState, texts, Draft!.Answers);
        if (posted.IsCutOff) return await ShowAsync(ct);
        if (await drafts.SaveAsync(Draft.Id, answers, Keys, ct) is { } busy) return Say("", busy);
        if (Guid.TryParse(posted.Value("remove"), out var file)) await drafts.RemoveFileAsync(Draft.Id, file, ct);
        if (posted.Value("remove") is null && posted.Value("do") != "upload") await AskForFilesAsync(answers, ct);
        if (!ModelState.IsValid) return await ShowAsync(ct);
        return posted.Value("remove") is not null || posted.Value("do") == "upload" ? Redirect(Here) : Redirect(Next(answers));
    }

    private string? Files => Asked.Fields.FirstOrDefault(f => f.Kind == FieldKind.Files)?.Key;
    private IReadOnlyList<string> Keys => [.. Asked.Fields.Where(f => f.Kind != FieldKind.Files).Select(f => f.Key)];
    private string Here => Address(Asked.Key) + (IsChange ? "?change=true" : "");

    private string Address(string step) => $"/services/{ServiceKey}/request/{step}";

    private string Next(JsonObject answers) => IsChange ? Address("check") : Address(new Journey(Journey.Form, With(answers)).After(Asked.Key)?.Key ?? "check");

    private JsonObject With(JsonObject answers)
    {
        var known = Draft!.Answers.DeepClone().AsObject();
        foreach (var key in Keys) known.Remove(key);
        foreach (var (key, value) in answers) known[key] = value?.DeepClone();
        return known;
    }

    // Papers that must be there are asked for before the next question, not at the end.
    private async Task AskForFilesAsync(JsonObject answers, CancellationToken ct)
    {
        if (!HasFiles || await drafts.FindAsync(Draft!.Token, HttpContext.Actor(), ct) is not { } now) return;
        foreach (var missing in FormCheck.MissingFiles(Journey.Form, Asked.Fields, With(answers), now.Files.Select(f => f.FieldKey)))
            ModelState.AddModelError(missing.FieldKey, FormFields.Problem(Asked.Fields.First(f => f.Key == missing.FieldKey), missing, texts));
    }

    private async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        if (await catalog.GetAsync(ServiceKey, ct) is not { } service) return NotFound();
        if (service.IsPaused || service.Form is null) return Redirect($"/services/{ServiceKey}");
        if (!service.Entry.AnonymousAllowed && HttpContext.Actor().AccountId is null) return Challenge();

        (Service, Draft) = (service, await cookie.FindAsync(ServiceKey, ct));
        var form = Draft is null ? service.Form : await catalog.FormAsync(Draft.FormKey, Draft.FormVersion, ct) ?? service.Form;
        Journey = new(form, Draft?.Answers ?? []);
        if (Step is not null && Journey.Page(Step) is null) return NotFound();

        Asked = Journey.Page(Step) ?? Journey.Pages[0];
        if (Asked.Fields.FirstOrDefault(f => f.Kind == FieldKind.Place) is { } place && await catalog.DistrictsAsync(ct) is { } city)
            Map = new(city, place.Key, Draft?.Answers[place.Key] as JsonObject, IsNear, $"/services/{ServiceKey}/map.svg");
        return null;
    }

    private async Task<Refusal?> BeginAsync(CancellationToken ct)
    {
        if (Draft is not null) return null;
        if (!rate.AllowsDraft(HttpContext)) return Drafts.TooOften;
        var begun = await drafts.BeginAsync(ServiceKey, HttpContext.Actor(), texts.Language, ct);
        if (begun.Refused is { } refused) return refused;
        Draft = begun.Value!;
        cookie.Keep(Draft);
        cookie.ForgetSent(ServiceKey);
        return null;
    }

    private async Task AddAsync(PostedFile file, CancellationToken ct)
    {
        if (!Asked.Fields.Any(f => f.Kind == FieldKind.Files && f.Key == file.Field) || await BeginAsync(ct) is not null) return;
        var refused = rate.AllowsUpload(HttpContext) ? (await drafts.AddFileAsync(Draft!.Id, file.Field, file.Name, file.Content, ct)).Refused : Drafts.TooOften;
        if (refused is null) return;
        if (refused == Drafts.TooOften) ComeBackLater();
        ModelState.AddModelError(file.Field, texts["Files.Refused", PlainText.Line(file.Name), texts[refused]]);
    }

    // The page's script sends what is written so far, now and then, and shows nothing but that it is kept.
    private async Task<IActionResult> KeepAsync(PostedForm posted, CancellationToken ct) =>
        await drafts.SaveAsync(Draft!.Id, FormCheck.Unfinished(Journey.Form, Asked, posted.Values, Draft.Answers), Keys, ct) is null
            ? new NoContentResult() : StatusCode(StatusCodes.Status409Conflict);

    // A press on the map keeps what is typed beside it and shows the page again, nearer.
    private async Task<IActionResult> MarkAsync(PostedForm posted, MapPress press, CancellationToken ct)
    {
        if (press.Problem is { } problem)
        {
            FormFields.Read(Journey.Form, Asked, posted.Values, ModelState, texts, Draft!.Answers);
            ModelState.AddModelError($"{Map!.Field}.map", texts[problem]);
            return await ShowAsync(ct);
        }

        var (answers, _) = FormCheck.Page(Journey.Form, Asked, press.Posted, Draft!.Answers);
        await drafts.SaveAsync(Draft.Id, answers, Keys, ct);
        return Redirect($"{Address(Asked.Key)}?near={(press.IsNear ? "true" : "false")}{(IsChange ? "&change=true" : "")}#{Map!.Field}_map");
    }

    // Nothing is kept, so what was typed stays in its boxes.
    private PageResult Refuse(PostedForm posted, Refusal refused)
    {
        if (refused == Drafts.TooOften) ComeBackLater();
        FormFields.Read(Journey.Form, Asked, posted.Values, ModelState, texts, null);
        return Say("", refused);
    }

    private void ComeBackLater() => (Response.StatusCode, Response.Headers.RetryAfter) = (StatusCodes.Status429TooManyRequests, "3600");

    private PageResult Say(string field, Refusal refused)
    {
        ModelState.AddModelError(field, texts[refused]);
        return Page();
    }

    private async Task<IActionResult> ShowAsync(CancellationToken ct)
    {
        Draft = await drafts.FindAsync(Draft!.Token, HttpContext.Actor(), ct) ?? Draft;
        return Page();
    }
}
