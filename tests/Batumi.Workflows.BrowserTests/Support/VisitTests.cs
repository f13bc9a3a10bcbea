namespace Batumi.Workflows.BrowserTests.Support;

/// <summary>What the visits themselves must see, so that a green journey means something.</summary>
[Collection(nameof(LiveSite))]
public sealed class VisitTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_first_page_comes_whole_with_its_styles_and_type(bool scripts) => site.VisitAsync(async visit =>
    {
        var answer = await visit.Page.GotoAsync("/");

        Assert.Equal(200, answer!.Status);
        Assert.Equal("rgb(8, 58, 79)", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('header')).backgroundColor"));
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.fonts.ready.then(fonts => [...fonts].some(font => font.status === 'loaded' && font.family.includes('City Sans')))"));
        await visit.MustBeAccessibleAsync();
    }, new(scripts));

    [BrowserFact]
    public async Task A_page_that_breaks_an_accessibility_rule_is_seen()
    {
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => site.VisitAsync(async visit =>
        {
            await visit.Page.GotoAsync("/");
            await visit.Page.EvaluateAsync("() => { const picture = new Image(); picture.src = '/assets/mark.svg'; document.querySelector('main').append(picture); }");
            await visit.MustBeAccessibleAsync();
        }, new(KeepFailure: false)));

        Assert.Contains("image-alt", failed.Message, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_file_that_is_missing_and_a_script_that_the_policy_forbids_are_seen()
    {
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => site.VisitAsync(async visit =>
        {
            await visit.Page.GotoAsync("/");
            await visit.Page.EvaluateAsync("() => { const script = document.createElement('script'); script.textContent = 'window.x = 1'; document.body.append(script); }");
            await visit.Page.EvaluateAsync("() => new Promise(done => { const picture = new Image(); picture.onerror = done; picture.src = '/assets/nothing.png'; })");
        }, new(KeepFailure: false)));

        Assert.Contains("404", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Content Security Policy", failed.Message, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_page_wider_than_the_telephone_is_seen()
    {
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => site.VisitAsync(async visit =>
        {
            await visit.Page.GotoAsync("/");
            await visit.Page.EvaluateAsync("() => { document.querySelector('main').style.width = '900px'; }");
            await visit.MustBeAccessibleAsync();
        }, new(Narrow: true, KeepFailure: false)));

        Assert.Contains("wider than the screen", failed.Message, StringComparison.Ordinal);
    }
}
