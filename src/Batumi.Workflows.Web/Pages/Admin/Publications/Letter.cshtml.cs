using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Publications;

/// <summary>A letter written as a letter: both languages side by side, seen as its reader would see it, by the data of a real case without its person.</summary>
public sealed class LetterModel(Application.Publishing.Publications publications, LetterPreview preview, Texts texts) : PageModel
{
    [FromRoute] public string Key { get; init; } = "";
    [FromQuery(Name = "v")] public int? From { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public int BasedOn { get; set; }
    [BindProperty] public string? SubjectKa { get; set; }
    [BindProperty] public string? SubjectEn { get; set; }
    [BindProperty] public string? BodyKa { get; set; }
    [BindProperty] public string? BodyEn { get; set; }
    [BindProperty] public string? SmsKa { get; set; }
    [BindProperty] public string? SmsEn { get; set; }
    [BindProperty] public string? Case { get; set; }
    [BindProperty] public Dictionary<string, string?> Values { get; set; } = [];
    [BindProperty] public string? Reason { get; set; }

    public TextCheck? Checked { get; private set; }
    public IReadOnlyList<(string Language, RenderedLetter Letter)> Shown { get; private set; } = [];

    /// <summary>Values that the words ask for and no case gives: the page asks for them.</summary>
    public IReadOnlyList<string> Asked { get; private set; } = [];

    private LetterText Words => new(new(SubjectKa ?? "", SubjectEn ?? ""), new(BodyKa ?? "", BodyEn ?? ""),
        string.IsNullOrWhiteSpace(SmsKa) && string.IsNullOrWhiteSpace(SmsEn) ? null : new(SmsKa ?? "", SmsEn ?? ""));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await NewestAsync(ct) is not { Versions: [var newest, ..] versions }) return NotFound();
        if (LetterText.Read((versions.FirstOrDefault(v => v.Version == From) ?? newest).Content) is not { } words) return Redirect($"/admin/publications/letter/{Uri.EscapeDataString(Key)}/edit");
        (SubjectKa, SubjectEn, BodyKa, BodyEn, SmsKa, SmsEn) = (words.Subject.Ka, words.Subject.En, words.Body.Ka, words.Body.En, words.Sms?.Ka, words.Sms?.En);
        (BasedOn, Intent, Asked) = (newest.Version, IntentKey.New(), await AskedAsync(null, ct));
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken ct)
    {
        ModelState.Remove(nameof(Intent));
        return await NewestAsync(ct) is { Versions: [var newest, ..] } ? await ShowAsync(newest, ct) : NotFound();
    }

    public async Task<IActionResult> OnPostPublishAsync(CancellationToken ct)
    {
        if (await NewestAsync(ct) is not { Versions: [var newest, ..] }) return NotFound();
        var answer = await publications.PublishAsync(new(ContentKind.Letter, Key, BasedOn, Words.Into(newest.Content), Reason, Intent), HttpContext.Actor(), ct);
        if (answer.Refused is not { } refused)
        {
            TempData[nameof(PublicationModel.Notice)] = answer.Value == PublicationStatus.Published ? "Publication.WasMade" : "Publication.Waits";
            return RedirectToPage("Publication", new { Kind = ContentKind.Letter, Key });
        }

        ModelState.AddModelError(refused.Code.Contains("Reason", StringComparison.Ordinal) ? nameof(Reason) : "", texts[refused]);
        if (refused.Code == "Publication.Stale") BasedOn = newest.Version;      // told of it, they may publish over it
        return await ShowAsync(newest, ct);
    }

    private Task<PublicationDetail?> NewestAsync(CancellationToken ct) => publications.GetAsync(ContentKind.Letter, Key, ct);

    private async Task<IActionResult> ShowAsync(PublicationVersion newest, CancellationToken ct)
    {
        var text = Words.Into(newest.Content);
        Checked = await publications.CheckAsync(ContentKind.Letter, Key, text, ct);
        var known = await ValuesAsync(Languages.Georgian, ct);
        Asked = await AskedAsync(known, ct);
        if (LetterTemplate.Read(text, newest.FileName).Template is not { } template) return Page();
        var shown = new List<(string, RenderedLetter)>();
        foreach (var language in Languages.All)
        {
            var values = await ValuesAsync(language, ct) ?? [];
            foreach (var (name, value) in Values.Where(v => !string.IsNullOrEmpty(v.Value))) values[name] = value;
            shown.Add((language, template.Render(language, values)));
        }

        Shown = shown;
        return Page();
    }

    private async Task<JsonObject?> ValuesAsync(string language, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Case)) return null;
        var values = await preview.ValuesAsync(Case.Trim().ToUpperInvariant(), language, ct);
        if (values is null && !ModelState.ContainsKey(nameof(Case))) ModelState.AddModelError(nameof(Case), texts["Letter.NoCase"]);
        else if (values is null && ModelState[nameof(Case)]!.Errors.Count == 0) ModelState.AddModelError(nameof(Case), texts["Letter.NoCase"]);
        return values;
    }

    private Task<IReadOnlyList<string>> AskedAsync(JsonObject? known, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([.. Words.Values.Where(name => known?[name] is null)]);
}
