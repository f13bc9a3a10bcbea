using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Support;

/// <param name="Scripts">Off: the journey must work without them.</param>
/// <param name="Narrow">A telephone, 360 pixels wide.</param>
/// <param name="KeepFailure">Off: it is meant to fail, nobody wants its picture.</param>
public sealed record VisitOptions(bool Scripts = true, string Locale = "ka-GE", bool Narrow = false, bool KeepFailure = true);

/// <summary>What one person does in one browser.</summary>
public sealed class Visit
{
    private static readonly string[] wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    private static readonly string axe = new BundledAxeScriptProvider().GetScript();

    // The page has no frames, so that axe can be asked where it stands; what it adds to ask across frames takes four times as long.
    private const string AskAxe = """
        async tags => (await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], elementRef: false }))
            .violations.map(rule => `${rule.id} (${rule.impact}): ${rule.help}\n` + rule.nodes.map(node => '    ' + node.html).join('\n'))
        """;

    private const string Pictures = "BATUMI_PICTURES";
    private static readonly ConcurrentDictionary<(string, VisitOptions), bool> seen = [];
    private readonly List<string> errors = [];

    internal Visit(IPage page, VisitOptions options)
    {
        Page = page;
        Options = options;
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            // A page that is refused on purpose is answered 4xx, and Chromium writes that too; what lacks a file or breaks the content policy is ours.
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal)) errors.Add(message.Text);
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && response.Request.ResourceType is "stylesheet" or "script" or "font" or "image") errors.Add($"{response.Status} {response.Url}");
        };
    }

    public IPage Page { get; }

    public VisitOptions Options { get; }

    /// <summary>What the browser complained about: errors in scripts, missing files, breaches of the content policy.</summary>
    public IReadOnlyList<string> BrowserErrors => errors;

    /// <summary>The open page breaks no rule of WCAG 2.2 AA that a machine can check, and does not scroll sideways. Without scripts only the latter is asked.</summary>
    /// <param name="again">The page has been asked for its rules already, in this language and width.</param>
    public async Task MustBeAccessibleAsync(bool again = false)
    {
        await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);       // a busy machine shows the address before the page
        var sideways = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(sideways <= 0, $"{Page.Url} is {sideways} pixels wider than the screen");
        if (!Options.Scripts || again) return;

        await Page.EvaluateAsync(axe);
        var broken = await Page.EvaluateAsync<string[]>(AskAxe, wcag);
        Assert.True(broken.Length == 0, $"{Page.Url}\n" + string.Join('\n', broken));
    }

    /// <summary>A page of the journey: accessible, and kept as a picture where BATUMI_PICTURES names a folder.</summary>
    /// <param name="whole">The picture holds the whole page, not only what fits the window.</param>
    public async Task SeeAsync(string name, bool whole = false)
    {
        await MustBeAccessibleAsync(again: !seen.TryAdd((name, Options), true));
        if (Environment.GetEnvironmentVariable(Pictures) is not { Length: > 0 } folder) return;

        var path = Path.Combine(folder, $"{name}-{Options.Locale[..2]}{(Options.Narrow ? "-narrow" : "")}{(Options.Scripts ? "" : "-plain")}.png");
        await Page.ScreenshotAsync(new() { Path = path, FullPage = whole });
    }

    /// <summary>Keeps what a person needs to understand a failure.</summary>
    internal async Task KeepAsync(string folder, IBrowserContext context)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "page.html"), $"<!-- {Page.Url} -->\n" + await Page.ContentAsync());
        await File.WriteAllLinesAsync(Path.Combine(folder, "browser-errors.txt"), errors);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "page.png"), FullPage = true });
        await context.Tracing.StopAsync(new() { Path = Path.Combine(folder, "trace.zip") });
    }
}
