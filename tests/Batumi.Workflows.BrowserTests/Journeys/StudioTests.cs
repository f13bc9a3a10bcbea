using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.BrowserTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>The real Elsa Studio over our API, as an administrator uses it.</summary>
[Collection(nameof(LiveSite))]
public sealed class StudioTests(LiveSite site, ITestOutputHelper output)
{
    private const int Patience = 60_000;        // WebAssembly starts slowly on a busy machine

    [BrowserFact]
    public Task A_service_is_changed_on_its_canvas_published_and_worked_by() => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("admin");
        await page.AddInitScriptAsync("performance.setResourceTimingBufferSize(5000)");
        await page.GotoAsync("/admin");
        await page.Locator("main a[href='/studio/definitions']").ClickAsync();
        var row = page.Locator("elsa-workflow-definition-list tr", new() { HasText = "street-fault" }).First;
        await Assertions.Expect(row).ToBeVisibleAsync(new() { Timeout = Patience });
        await KeepAsync(page, "studio-list");
        var (files, bytes) = (await page.EvaluateAsync<int>("performance.getEntriesByType('resource').length"), await page.EvaluateAsync<long>("performance.getEntriesByType('resource').reduce((all, file) => all + file.encodedBodySize, 0)"));
        output.WriteLine($"first load of the studio: {files} files, {bytes / 1e6:0.0} MB as sent");
        Assert.InRange(bytes, 1_000_000, 10_000_000);
        await row.ClickAsync();
        await page.WaitForURLAsync("**/studio/workflows/definitions/street-fault/edit", new() { Timeout = Patience });

        // A task of ours: every way it can end is a port, its role is chosen from the city's roles.
        var task = page.Locator("elsa-workflow-definition-editor .x6-node", new() { HasText = "სამუშაო" }).First;
        await Assertions.Expect(task).ToBeVisibleAsync(new() { Timeout = Patience });
        foreach (var outcome in new[] { "Fixed", "PartlyFixed", "Planned", "Expired" }) await Assertions.Expect(page.Locator(".x6-graph-svg text, .x6-graph", new() { HasText = outcome }).First).ToBeAttachedAsync();
        await task.ClickAsync();
        var role = page.Locator(".mud-input-control", new() { HasText = "Who may do it." }).Last;
        await Assertions.Expect(role).ToContainTextAsync("crew", new() { Timeout = Patience });
        await KeepAsync(page, "studio-editor");

        var saved = page.WaitForResponseAsync(answer => answer.Request.Method == "POST" && answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal), new() { Timeout = Patience });
        var description = page.Locator(".mud-input-control", new() { HasText = "A brief description of the workflow." }).Last.Locator("textarea").First;
        await description.FillAsync("A street fault, changed in the studio.");
        await description.BlurAsync();
        Assert.Equal(200, (await saved).Status);
        var published = page.WaitForResponseAsync(answer => answer.Request.Method == "POST" && answer.Url.Contains("/elsa/api/workflow-definitions", StringComparison.Ordinal), new() { Timeout = Patience });
        await page.Locator(".mud-button-group-root button.mud-primary-text").First.ClickAsync();
        Assert.Equal(200, (await published).Status);

        var inForce = await site.AskAsync<CityDb, Publication>(db => db.Set<Publication>().AsNoTracking().Where(p => p.Kind == ContentKind.Definition && p.Key == "street-fault" && p.Status == PublicationStatus.Published)
            .OrderByDescending(p => p.Version).FirstAsync());
        Assert.Equal(2, inForce.Version);
        Assert.Contains("changed in the studio", inForce.Content, StringComparison.Ordinal);
        await page.GotoAsync("/admin");         // the editor asks the API again and again
        await page.Context.ClearCookiesAsync();
        var filed = await visit.ReportAsync();
        await visit.RepairAsync(filed.Number);
        await page.GotoAsync(filed.Path);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Is the fault fixed?");
    }, new(Locale: "en-GB"));

    [BrowserFact]
    public Task A_case_is_seen_on_its_canvas_with_what_was_done_and_nothing_of_its_person() => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        var filed = await visit.ReportAsync();
        var id = await site.AskAsync<CityDb, Guid>(db => db.Set<Application.Register.Case>().Where(c => c.Number == filed.Number).Select(c => c.Id).FirstAsync());
        await page.Context.ClearCookiesAsync();
        await visit.SignInAsync("admin");
        var answers = new List<IResponse>();
        page.Response += (_, answer) =>
        {
            if (!answer.Url.Contains($"{id:N}", StringComparison.Ordinal) || !answer.Url.Contains("/elsa/api/", StringComparison.Ordinal) || answer.Status != 200) return;
            lock (answers) answers.Add(answer);
        };
        await page.GotoAsync("/studio/runs");
        var row = page.Locator("elsa-workflow-instance-list tr", new() { HasText = $"{id:N}" }).First;
        await Assertions.Expect(row).ToBeVisibleAsync(new() { Timeout = Patience });
        await page.GotoAsync($"/studio/workflows/instances/{id:N}/view");
        await Assertions.Expect(page.Locator("elsa-workflow-instance-viewer .x6-node").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("elsa-workflow-instance-viewer")).ToContainTextAsync("Start - Completed", new() { Timeout = Patience });
        await KeepAsync(page, "studio-run");

        // All that the API said of this run, read while the page is still there.
        List<IResponse> said;
        lock (answers) said = [.. answers];
        Assert.NotEmpty(said);
        foreach (var answer in said)
        {
            var text = await answer.TextAsync();
            Assert.DoesNotContain(visit.What(), text, StringComparison.Ordinal);
            Assert.DoesNotContain("nino@example.test", text, StringComparison.Ordinal);
        }

        await page.GotoAsync("/admin");         // the viewer asks the API again and again
    }, new(Locale: "en-GB"));

    [BrowserFact]
    public Task A_workflow_is_begun_drawn_refused_mended_published_taken_back_exported_and_imported() => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("admin");
        await page.GotoAsync("/studio/definitions");
        await Assertions.Expect(page.Locator("elsa-workflow-definition-list tr").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await page.GetByText("Create workflow", new() { Exact = false }).First.ClickAsync();
        var name = page.Locator(".mud-dialog input").First;
        await name.FillAsync("Tree felling");
        await name.BlurAsync();
        await page.Locator(".mud-dialog-actions button").Last.ClickAsync();
        await page.WaitForURLAsync("**/studio/workflows/definitions/*/edit", new() { Timeout = Patience });
        var key = new Uri(page.Url).Segments[^2].TrimEnd('/');

        // A task is dragged in and filled in with our own editors.
        var canvas = page.Locator("elsa-workflow-definition-editor .x6-graph").First;
        await Assertions.Expect(canvas).ToBeVisibleAsync(new() { Timeout = Patience });
        await page.Locator(".mud-expand-panel-header", new() { HasText = "Municipal" }).ClickAsync();
        await page.Locator("[draggable=true]", new() { HasText = "Task" }).Filter(new() { Visible = true }).First.DragToAsync(canvas, new() { TargetPosition = new() { X = 200, Y = 150 } });
        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(1);
        await page.Locator(".mud-input-control", new() { HasText = "Who may do it." }).Last.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Case officer" }).ClickAsync();
        await page.Locator(".mud-input-control", new() { HasText = "Key of the form to fill in." }).Last.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "street-fault-accept" }).ClickAsync();
        var outcomes = page.Locator(".mud-input-control", new() { HasText = "Ways it can end" }).Last.Locator("input");
        await outcomes.FillAsync("Fine");
        await outcomes.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".x6-graph text, .x6-graph", new() { HasText = "Fine" }).First).ToBeAttachedAsync();
        var due = page.Locator(".mud-input-control", new() { HasText = "How long it may take" }).Last.Locator("input");
        await due.FillAsync("soon");
        await due.BlurAsync();
        await page.Locator(".mud-button-group-root button.mud-primary-text").First.ClickAsync();
        await Assertions.Expect(page.Locator(".mud-snackbar").First).ToContainTextAsync("BW2008", new() { Timeout = Patience });
        await KeepAsync(page, "studio-refused");
        Assert.Equal(PublicationStatus.Draft, (await NewestAsync(key)).Status);
        await due.FillAsync("2 working-days");
        await due.BlurAsync();
        await page.Locator(".mud-button-group-root button.mud-primary-text").First.ClickAsync();
        await Assertions.Expect(page.GetByText("Workflow published")).ToBeVisibleAsync(new() { Timeout = Patience });
        await KeepAsync(page, "studio-published");
        Assert.Equal(1, await site.AskAsync<CityDb, int>(db => db.Set<Publication>().Where(p => p.Key == key && p.Status == PublicationStatus.Published).Select(p => p.Version).SingleAsync()));

        // What our editors chose is what is in force.
        var chosen = System.Text.Json.Nodes.JsonNode.Parse((await NewestAsync(key)).Content)!["root"]!["activities"]![0]!;
        string? Chosen(string input) => chosen[input]?["expression"]?["value"]?.ToString();
        Assert.Equal(("case_officer", "street-fault-accept", "2 working-days"), (Chosen("role"), Chosen("form"), Chosen("due")));
        Assert.Contains("Fine", Chosen("outcomes"), StringComparison.Ordinal);

        // A second version, then back to the first by the history.
        var saved = page.WaitForResponseAsync(answer => answer.Request.Method == "POST" && answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal), new() { Timeout = Patience });
        var description = page.Locator(".mud-input-control", new() { HasText = "A brief description of the workflow." }).Last.Locator("textarea").First;
        await description.FillAsync("The second.");
        await description.BlurAsync();
        Assert.Equal(200, (await saved).Status);
        Assert.Contains("The second.", (await NewestAsync(key)).Content, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Version history" }).DispatchEventAsync("click");
        var version1 = page.Locator("tbody tr").Filter(new() { Has = page.Locator("td", new() { HasTextRegex = new(@"^\s*1\s*$") }) }).Last;
        await Assertions.Expect(version1).ToBeVisibleAsync(new() { Timeout = Patience });
        await version1.Locator("button").Last.DispatchEventAsync("click");
        var back = page.WaitForResponseAsync(answer => answer.Url.Contains("/revert/", StringComparison.Ordinal), new() { Timeout = Patience });
        await page.WaitForTimeoutAsync(1000);
        await KeepAsync(page, "studio-history");
        await page.GetByText("Rollback").DispatchEventAsync("click");
        await KeepAsync(page, "studio-rollback");
        Assert.InRange((await back).Status, 200, 299);
        Assert.DoesNotContain("The second.", (await NewestAsync(key)).Content, StringComparison.Ordinal);
        await page.WaitForTimeoutAsync(1000);
        await page.Locator(".mud-button-group-root button").Nth(1).ClickAsync();
        await page.GetByText("Export", new() { Exact = true }).ClickAsync();
        var file = await page.RunAndWaitForDownloadAsync(() => page.Locator(".mud-dialog-actions button").Last.ClickAsync());
        var text = await File.ReadAllTextAsync(await file.PathAsync());
        Assert.Contains("\"2 working-days\"", text, StringComparison.Ordinal);
        await page.Locator(".mud-button-group-root button").Nth(1).ClickAsync();
        await page.WaitForTimeoutAsync(1000);
        await KeepAsync(page, "studio-menu");
        var imported = page.WaitForResponseAsync(answer => answer.Url.Contains("/import", StringComparison.Ordinal), new() { Timeout = Patience });
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByText("Import", new() { Exact = true }).ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "tree.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(text.Replace("2 working-days", "4 working-days", StringComparison.Ordinal)) });
        Assert.Equal(200, (await imported).Status);
        Assert.Contains("4 working-days", (await NewestAsync(key)).Content, StringComparison.Ordinal);

        // The same change made in the outline gives the same definition.
        await page.GotoAsync($"/admin/definitions/{key}");
        var before = (await NewestAsync(key)).Content;
        var id = System.Text.Json.Nodes.JsonNode.Parse(before)!["root"]!["activities"]![0]!["id"]!.GetValue<string>();
        foreach (var role in new[] { "lawyer", "case_officer" })
        {
            await page.GotoAsync($"/admin/definitions/{key}/steps/{id}");
            await page.Locator("[name='Inputs[role].Fixed']").SelectOptionAsync(role);
            await page.Locator("main form button").First.ClickAsync();
            await page.WaitForURLAsync($"**/admin/definitions/{key}**");
            var after = (await NewestAsync(key)).Content;
            if (role == "case_officer") Assert.Equal(before, after);
            else Assert.NotEqual(before, after);
        }
    }, new(Locale: "en-GB"));

    [BrowserFact]
    public Task Whoever_does_not_administer_is_shown_nothing_of_it() => site.VisitAsync(async visit =>
    {
        await visit.SignInAsync("officer");
        Assert.Equal(403, (await visit.Page.GotoAsync("/studio/definitions"))!.Status);
    }, new(Locale: "en-GB"));

    private Task<Publication> NewestAsync(string key) =>
        site.AskAsync<CityDb, Publication>(db => db.Set<Publication>().AsNoTracking().Where(p => p.Kind == ContentKind.Definition && p.Key == key).OrderByDescending(p => p.Version).FirstAsync());

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BATUMI_PICTURES") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }
}
