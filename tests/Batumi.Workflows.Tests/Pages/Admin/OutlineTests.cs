using AngleSharp.Html.Dom;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>The outline of a definition: everything the canvas can change, changed in forms.</summary>
public sealed class OutlineTests : IAsyncLifetime
{
    private const string Address = "/admin/definitions/street-fault";

    private readonly Site site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Theory]
    [InlineData("ka", "ვინ ასრულებს", "დახარისხება", "ერთეულის ხელმძღვანელი")]
    [InlineData("en", "who does it", "Sort the report", "Head of unit")]
    public async Task An_administrator_changes_a_role_a_term_and_a_name_and_publishes_them_with_a_reason(string language, string lead, string title, string role)
    {
        var admin = await AdminAsync(language);
        await admin.OpenAsync("/admin/definitions");
        await admin.FollowAsync("street-fault");
        Assert.Contains(lead, admin.Text, StringComparison.Ordinal);
        Assert.Contains(title, admin.Text, StringComparison.Ordinal);
        var headings = admin.Page.QuerySelectorAll("h3").Select(h => h.TextContent).ToList();
        Assert.InRange(headings.Count, 40, 200);

        await admin.OpenAsync($"{Address}/steps/triage");
        await admin.SubmitAsync(new Dictionary<string, string> { ["Inputs[role].Fixed"] = "unit_head", ["Inputs[due].Fixed"] = "3", ["Inputs[due].Unit"] = "working-days", ["Inputs[due].Syntax"] = "", ["Inputs[due].Rule"] = "", ["Names[0].En"] = "Sort it <b>out</b>" }, form: $"form[action='{Address}/steps/triage']");
        Assert.Equal(Address, admin.Address);
        Assert.Contains(role, admin.Page.QuerySelector("#step-triage")!.TextContent, StringComparison.OrdinalIgnoreCase);

        await admin.OpenAsync($"{Address}/publish");
        Assert.Equal(3, admin.Page.QuerySelectorAll(".city-changes > li").Length);
        await admin.SubmitAsync(form: $"form[action='{Address}/publish']");
        Assert.Single(admin.Problems());       // why?
        await admin.SubmitAsync(new { Reason = "The Council shortened the term." }, form: $"form[action='{Address}/publish']");
        Assert.Equal(Address, admin.Address);

        var version = await NewestAsync();
        Assert.Equal((2, PublicationStatus.Published, "The Council shortened the term."), (version.Version, version.Status, version.Reason));
        Assert.Contains("Sort it <b>out</b>", version.Content, StringComparison.Ordinal);
        await admin.OpenAsync("/admin/publications/definition/street-fault?v=2");
        Assert.Contains("The Council shortened the term.", admin.Text, StringComparison.Ordinal);
        Assert.Equal(3, admin.Page.QuerySelectorAll(".city-changes > li").Length);
        Assert.Null(admin.Page.QuerySelector(".city-changes b"));
    }

    [Fact]
    public async Task A_step_is_added_connected_switched_off_and_removed()
    {
        var admin = await AdminAsync("en");
        await admin.OpenAsync($"{Address}/add?after=received");
        await admin.SubmitAsync(new { Type = "" });
        Assert.Equal(["Choose the kind of step."], admin.Problems());
        var stale = await AdminAsync("en", "Eka");
        await admin.SubmitAsync(new { Type = "Municipal.Task" });
        Assert.Equal($"{Address}/steps/task-1", admin.Address);
        await admin.SubmitAsync(
            new Dictionary<string, string> { ["Inputs[role].Fixed"] = "lawyer", ["Inputs[due].Fixed"] = "2", ["Inputs[outcomes].Fixed"] = "Fine\nWrong", ["Inputs[form].Fixed"] = "sign", ["Names[0].Ka"] = "იურიდიული შემოწმება", ["Names[0].En"] = "Legal check" },
            form: $"form[action='{Address}/steps/task-1']");
        await admin.OpenAsync($"{Address}/steps/task-1");
        Assert.Contains("Legal check", admin.Text, StringComparison.Ordinal);
        var exits = admin.Page.QuerySelectorAll("input[name$='.Port']").Select(e => e.GetAttribute("value")).ToList();
        Assert.Equal(["Fine", "Wrong"], exits);
        await admin.SubmitAsync(
            new Dictionary<string, string> { ["Exits[1].To"] = "end-duplicate", ["OffBy"] = "Fine" },
            form: $"form[action='{Address}/steps/task-1']");
        var draft = Outline.Of(DefinitionModel.Shown((await NewestAsync()).Content));
        Assert.Equal([("Fine", "tell-registered"), ("Wrong", "end-duplicate")], draft.Find("task-1")!.Exits.Where(e => e.To is not null).Select(e => (e.Port, e.To!)));
        Assert.Equal("Fine", draft.Find("task-1")!.OffBy);
        Assert.Contains("Switched off", admin.Page.QuerySelector("#step-task-1")!.TextContent, StringComparison.Ordinal);

        await admin.OpenAsync($"{Address}/steps/task-1");
        await admin.SubmitAsync(new { LeadTo = "tell-registered" }, form: "form[action*='handler=Remove']");
        Assert.Equal(Address, admin.Address);
        Assert.Null(Outline.Of(DefinitionModel.Shown((await NewestAsync()).Content)).Find("task-1"));
        await stale.OpenAsync($"{Address}/steps/task-1");
        Assert.Equal(404, (int)stale.Status);
    }

    [Fact]
    public async Task The_next_request_follows_what_was_published_and_the_running_one_keeps_its_version()
    {
        var citizen = await site.SignedInAsync("en");
        var running = await site.CaseAsync(await Report.FileAsync(citizen));
        var admin = await AdminAsync("en");
        await admin.OpenAsync($"{Address}/steps/triage");
        await admin.SubmitAsync(new Dictionary<string, string> { ["Inputs[role].Fixed"] = "unit_head", ["Names[0].En"] = "Heads sort it now" }, form: $"form[action='{Address}/steps/triage']");
        await admin.OpenAsync($"{Address}/publish");
        await admin.SubmitAsync(new { Reason = "Heads shall sort." }, form: $"form[action='{Address}/publish']");
        var next = await site.CaseAsync(await Report.FileAsync(citizen));

        var head = await site.SignedInAsync("en", posts: new Post(Roles.UnitHead, "MSA"));
        var dispatcher = await site.SignedInAsync("en", posts: new Post(Roles.Dispatcher, "MSA"));
        await head.OpenAsync($"/officer/cases/{next.Id}");
        Assert.Contains("Heads sort it now", head.Text, StringComparison.Ordinal);
        Assert.NotNull(head.Page.QuerySelector("form[action*='handler=Claim']"));
        await dispatcher.OpenAsync($"/officer/cases/{next.Id}");
        Assert.Null(dispatcher.Page.QuerySelector("form[action*='handler=Claim']"));
        await dispatcher.OpenAsync($"/officer/cases/{running.Id}");
        Assert.NotNull(dispatcher.Page.QuerySelector("form[action*='handler=Claim']"));
        Assert.DoesNotContain("Heads sort it now", dispatcher.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_of_other_kinds_than_expected_breaks_no_page()
    {
        const string odd = """
            { "definitionId": "odd", "name": 5, "description": [], "variables": [{ "id": 3, "name": true, "typeName": {} }, 7],
              "customProperties": { "texts": { "stages": { "a": { "ka": 5, "en": [], "stopsClock": "x" }, "b": 1 }, "tasks": 7, "outcomes": { "Done": "d" }, "steps": [] } }, "options": { "incidentStrategyType": 4 },
              "root": { "id": "root", "type": "Elsa.Flowchart", "connections": [{ "source": { "activity": 1 }, "target": "b" }],
                "activities": [
                  { "id": "a", "type": "Municipal.Task", "name": { "x": 1 }, "metadata": "m", "customProperties": { "Municipal:Off": 4 }, "outcomes": { "typeName": 1, "expression": { "type": 2, "value": "[1" } }, "role": 4, "due": [] },
                  { "id": "b", "type": "Elsa.FlowSwitch", "metadata": { "designer": 3, "displayText": 9 }, "cases": [{ "label": 1, "condition": 4 }, 5] }, { "id": "c", "type": "Elsa.SetVariable", "variable": "v", "value": { "expression": 3 } } ] } }
            """;
        var admin = await AdminAsync("en");
        var saved = await site.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(System.Text.Json.Nodes.JsonNode.Parse(odd)!.AsObject(), publish: false, Actor.System, default));
        Assert.False(saved.IsRefused, $"{saved.Refused}");
        foreach (var page in new[] { "", "/steps/a", "/steps/b", "/steps/c", "/add?after=a", "/names", "/settings", "/publish", "/try" })
        {
            await admin.OpenAsync("/admin/definitions/odd" + page);
            Assert.Equal(200, (int)admin.Status);
        }

        await admin.OpenAsync("/admin/definitions/odd/steps/a");
        await admin.SubmitAsync(new Dictionary<string, string> { ["Inputs[role].Fixed"] = "lawyer", ["Names[0].Ka"] = "ა", ["Names[0].En"] = "A" }, form: "form[action$='/steps/a']");
        Assert.InRange((int)admin.Status, 200, 499);
        await admin.OpenAsync("/admin/publications/definition/odd?v=1");
        Assert.Equal(200, (int)admin.Status);
        await admin.OpenAsync("/admin/definitions");
        Assert.Equal(200, (int)admin.Status);
    }

    [Fact]
    public async Task Pressed_twice_it_is_added_once()
    {
        var admin = await AdminAsync("en");
        await admin.OpenAsync($"{Address}/add?after=received");
        List<KeyValuePair<string, string>> form = [.. admin.Page.QuerySelectorAll("main form input").OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Value)), new("Behind", "received|Done"), new("Type", "Municipal.Letter")];
        for (var i = 0; i < 2; i++) await admin.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{Address}/add") { Content = new FormUrlEncodedContent(form) });
        Assert.Single(admin.Problems());
        Assert.Single(Outline.Of(DefinitionModel.Shown((await NewestAsync()).Content)).Steps, s => s.Id.StartsWith("letter-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_who_edit_at_once_the_second_is_told_who_changed_what_and_loses_nothing()
    {
        var (first, second) = (await AdminAsync("en", "Eka First"), await AdminAsync("en", "Gia Second"));
        await first.OpenAsync($"{Address}/steps/triage");
        await second.OpenAsync($"{Address}/steps/triage");
        await first.SubmitAsync(new Dictionary<string, string> { ["Inputs[role].Fixed"] = "unit_head" }, form: $"form[action='{Address}/steps/triage']");
        await second.SubmitAsync(new Dictionary<string, string> { ["Names[0].En"] = "Sort it well" }, form: $"form[action='{Address}/steps/triage']");

        Assert.Contains("Eka First", Assert.Single(second.Problems()), StringComparison.Ordinal);
        Assert.Contains("Head of unit", second.Page.QuerySelector("#meanwhile")!.ParentElement!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Sort it well", second.Typed("Names[0].En"));
        Assert.Equal("dispatcher", second.Typed("Inputs[role].Fixed"));
        await second.SubmitAsync(new Dictionary<string, string> { ["Inputs[role].Fixed"] = "unit_head" }, form: $"form[action='{Address}/steps/triage']");
        Assert.Equal(Address, second.Address);
        var step = Outline.Of(DefinitionModel.Shown((await NewestAsync()).Content)).Find("triage")!;
        Assert.Equal("unit_head", StepInput.Of(step.Json, step.Known!.Inputs.First(i => i.Name == "role")).Text);
    }

    [Fact]
    public async Task A_save_from_the_canvas_that_meets_anothers_is_kept_aside_and_can_be_taken_over()
    {
        var (first, second) = (await ActorAsync("Eka First"), await ActorAsync("Gia Second"));
        var seen = (await site.AskAsync<DefinitionShelf, ShelvedDefinition?>(s => s.FindAsync("street-fault", VersionChoice.Latest, default)))!;
        async Task<Answer<SavedDefinition>> SaveAsync(Actor by, string description, string basis)
        {
            var model = seen.Model.DeepClone().AsObject();
            model["description"] = description;
            return await site.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(model, publish: false, by, default, basis));
        }

        Assert.False((await SaveAsync(first, "By the first.", seen.Hash)).IsRefused);
        Assert.False((await SaveAsync(first, "By the first, again.", seen.Hash)).IsRefused);      // their own saves are no surprise to them
        var refused = (await SaveAsync(second, "By the second.", seen.Hash)).Refused!;
        Assert.Equal("Publication.ChangedBy", refused.Code);
        Assert.Equal(["Eka First", "street-fault", "description"], refused.Details);

        var admin = await AdminAsync("en", "Third");
        await admin.OpenAsync(Address);
        Assert.Contains("Gia Second", admin.Page.QuerySelector("#asides")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Contains("By the second.", admin.Page.QuerySelector("#asides")!.ParentElement!.TextContent, StringComparison.Ordinal);
        await admin.SubmitAsync(form: "form[action*='handler=Take']");
        Assert.Contains("By the second.", (await NewestAsync()).Content, StringComparison.Ordinal);
        Assert.Null(admin.Page.QuerySelector("#asides"));
    }

    [Fact]
    public async Task A_new_workflow_is_begun_named_given_a_stage_and_variables()
    {
        var admin = await AdminAsync("en");
        await admin.OpenAsync("/admin/definitions");
        await admin.SubmitAsync(new { Name = "", NewKey = "street-fault" }, form: "form[action='/admin/definitions']");
        Assert.Equal(2, admin.Problems().Length);
        await admin.SubmitAsync(new { Name = "Tree felling", NewKey = "tree-felling" }, form: "form[action='/admin/definitions']");
        Assert.Equal("/admin/definitions/tree-felling", admin.Address);
        await admin.OpenAsync("/admin/definitions/tree-felling/names");
        await admin.SubmitAsync(new { NewStage = "received", NewKa = "მიღებულია", NewEn = "Received" }, form: "form[action$='/names']");
        await admin.OpenAsync("/admin/definitions/tree-felling/settings");
        await admin.SubmitAsync(new Dictionary<string, string> { ["Variables[0].Name"] = "Trees", ["Variables[0].Type"] = "Int32", ["Variables[0].Value"] = "1" }, form: "form[action$='/settings']");
        Assert.Equal("/admin/definitions/tree-felling", admin.Address);
        var text = (await NewestAsync("tree-felling")).Content;
        Assert.Contains("\"v-trees\"", text, StringComparison.Ordinal);
        Assert.Contains("მიღებულია", text, StringComparison.Ordinal);
        await admin.OpenAsync("/admin/definitions/tree-felling/publish");
        await admin.SubmitAsync(new { Reason = "The first." }, form: "form[action$='/publish']");
        Assert.Equal(PublicationStatus.Published, (await NewestAsync("tree-felling")).Status);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_what_was_typed_stays()
    {
        var admin = await AdminAsync("en");
        await admin.OpenAsync($"{Address}/steps/triage");
        await admin.SubmitAsync(
            new Dictionary<string, string> { ["Inputs[due].Fixed"] = "soon", ["Inputs[due].Syntax"] = "", ["Inputs[due].Rule"] = "", ["Inputs[role].Rule"] = "getInput('role')", ["Names[0].En"] = "Kept" }, form: $"form[action='{Address}/steps/triage']");
        Assert.Equal(2, admin.Problems().Length);
        Assert.Equal(("soon", "Kept"), (admin.Typed("Inputs[due].Fixed"), admin.Typed("Names[0].En")));
        Assert.Equal(1, (await NewestAsync()).Version);

        // What a service works by is not put in force while something is missing.
        await admin.OpenAsync($"{Address}/steps/triage");
        await admin.SubmitAsync(new Dictionary<string, string> { ["Names[0].En"] = "" }, form: $"form[action='{Address}/steps/triage']");
        await admin.OpenAsync($"{Address}/publish");
        Assert.Contains(DefinitionCodes.MissingText, admin.Text, StringComparison.Ordinal);
        await admin.SubmitAsync(new { Reason = "To see." }, form: $"form[action='{Address}/publish']");
        Assert.Single(admin.Problems());
        Assert.Equal("To see.", admin.Typed("Reason"));
        Assert.Equal(PublicationStatus.Draft, (await NewestAsync()).Status);
    }

    private async Task<Visitor> AdminAsync(string language, string name = "Nana Admin") => await site.SignedInAsync(language, name, new Post(Roles.Administrator, Roles.CentralUnit));

    private async Task<Actor> ActorAsync(string name)
    {
        var (_, _, id) = await site.AccountAsync(name, new Post(Roles.Administrator, Roles.CentralUnit));
        return new(ActorKind.Staff, id, name, [new(Roles.Administrator, Roles.CentralUnit)]);
    }

    private Task<Publication> NewestAsync(string key = "street-fault") =>
        site.AskAsync<CityDb, Publication>(db => db.Set<Publication>().AsNoTracking().Where(p => p.Kind == ContentKind.Definition && p.Key == key).OrderByDescending(p => p.Version).FirstAsync());
}
