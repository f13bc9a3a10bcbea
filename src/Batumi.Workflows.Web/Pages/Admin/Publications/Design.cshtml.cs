using System.Globalization;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Publications;

/// <summary>
/// A form built question by question: pages, order, conditions, and how it looks in each language and on a phone. The page carries the form as it stands; nothing is kept on the
/// server until it is published.
/// </summary>
public sealed class DesignModel(Application.Publishing.Publications publications, Texts texts) : PageModel
{
    [FromRoute] public string Key { get; init; } = "";
    [FromQuery(Name = "v")] public int? From { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public int BasedOn { get; set; }
    [BindProperty] public string? Text { get; set; }
    [BindProperty] public string? Reason { get; set; }

    /// <summary>What to do: a verb and what it is about, with a colon between them.</summary>
    [BindProperty] public string? Act { get; set; }

    /// <summary>The question whose fields are open.</summary>
    [BindProperty] public string? Open { get; set; }

    [BindProperty] public string? Kind { get; set; }
    [BindProperty] public string? LabelKa { get; set; }
    [BindProperty] public string? LabelEn { get; set; }
    [BindProperty] public string? SectionKa { get; set; }
    [BindProperty] public string? SectionEn { get; set; }
    [BindProperty] public string? HintKa { get; set; }
    [BindProperty] public string? HintEn { get; set; }
    [BindProperty] public bool Required { get; set; }
    [BindProperty] public bool Personal { get; set; }
    [BindProperty] public bool Fact { get; set; }
    [BindProperty] public string? WhenField { get; set; }
    [BindProperty] public string? WhenEquals { get; set; }
    [BindProperty] public string? Options { get; set; }
    [BindProperty] public string? MaxLength { get; set; }
    [BindProperty] public Dictionary<string, PageTitle> Titles { get; set; } = [];

    public FormEdits Edits { get; private set; } = null!;
    public TextCheck? Checked { get; private set; }

    /// <summary>Language of the preview; null: none is shown.</summary>
    public string? Preview { get; private set; }

    /// <summary>The form as it would be asked; null while something is wrong with it.</summary>
    public Form? Form { get; private set; }

    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetNames<FieldKind>().Select(k => char.ToLowerInvariant(k[0]) + k[1..])];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await publications.GetAsync(ContentKind.Form, Key, ct) is not { Versions: [var newest, ..] versions }) return NotFound();
        Text = (versions.FirstOrDefault(v => v.Version == From) ?? newest).Content;
        if (FormEdits.Of(Text) is not { } edits) return Redirect($"/admin/publications/form/{Uri.EscapeDataString(Key)}/edit");
        (Edits, BasedOn, Intent) = (edits, newest.Version, IntentKey.New());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await publications.GetAsync(ContentKind.Form, Key, ct) is not { Versions: [var newest, ..] }) return NotFound();
        if (FormEdits.Of(Text) is not { } edits) return await OnGetAsync(ct);       // the page has lost what it carried
        Edits = edits;
        Apply();
        var (verb, about) = (Act ?? "").Split(':', 2) is [var v, var a] ? (v, a) : (Act ?? "", "");
        switch (verb)
        {
            case "open": Open = about; break;
            case "close": Open = null; break;
            case "up" or "down": Edits.Move(about, verb == "up" ? -1 : 1); break;
            case "remove":
                Edits.Remove(about);
                if (Open == about) Open = null;
                break;
            case "add": Open = Edits.Add(about); break;
            case "add-page": Edits.AddPage(); break;
            case "remove-page": Edits.RemovePage(about); break;
            case "preview": Preview = Languages.OrGeorgian(about); break;
        }

        Text = Edits.Text;
        if (verb == "publish")
        {
            var answer = await publications.PublishAsync(new(ContentKind.Form, Key, BasedOn, Text, Reason, Intent), HttpContext.Actor(), ct);
            if (answer.Refused is not { } refused)
            {
                TempData[nameof(PublicationModel.Notice)] = answer.Value == PublicationStatus.Published ? "Publication.WasMade" : "Publication.Waits";
                return RedirectToPage("Publication", new { Kind = ContentKind.Form, Key });
            }

            if (refused.Code == "Publication.Stale") BasedOn = newest.Version;      // told of it, they may publish over it
            ModelState.Clear();
            ModelState.AddModelError(refused.Code.Contains("Reason", StringComparison.Ordinal) ? nameof(Reason) : "", texts[refused]);
        }
        else ModelState.Clear();

        Show();
        Checked = await publications.CheckAsync(ContentKind.Form, Key, Text, ct);
        Form = Form.Read(Text, newest.FileName).Form;
        return Page();
    }

    /// <summary>Draws something as a reader of that language sees it.</summary>
    public static async Task<T> InAsync<T>(string language, Func<Task<T>> draw)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return await draw();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    // Whatever button is pressed, what was typed is taken first.
    private void Apply()
    {
        foreach (var (page, title) in Titles) Edits.Title(page, new(title.Ka?.Trim() ?? "", title.En?.Trim() ?? ""));
        if (string.IsNullOrEmpty(Open)) return;
        Edits.Change(Open, new(
            Kind ?? "text", new(LabelKa?.Trim() ?? "", LabelEn?.Trim() ?? ""), new(HintKa?.Trim() ?? "", HintEn?.Trim() ?? ""), Required, Personal, Fact, WhenField ?? "", WhenEquals?.Trim() ?? "",
            Options?.ReplaceLineEndings("\n").Trim() ?? "", MaxLength?.Trim() ?? "", new(SectionKa?.Trim() ?? "", SectionEn?.Trim() ?? "")));
    }

    private void Show()
    {
        if (Edits.Field(Open) is not { } field)
        {
            Open = null;
            return;
        }

        var said = FormEdits.Read(field);
        (Kind, LabelKa, LabelEn, HintKa, HintEn) = (said.Kind, said.Label.Ka, said.Label.En, said.Hint.Ka, said.Hint.En);
        (SectionKa, SectionEn) = (said.Section.Ka, said.Section.En);
        (Required, Personal, Fact, WhenField, WhenEquals, Options, MaxLength) = (said.Required, said.Personal, said.Fact, said.WhenField, said.WhenEquals, said.Options, said.MaxLength);
    }
}

public sealed class PageTitle
{
    public string? Ka { get; set; }
    public string? En { get; set; }
}
