using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Tests.Workflows;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>Forms built question by question, without their JSON.</summary>
public sealed class FormEditorTests : IAsyncLifetime
{
    private const string Address = "/admin/publications/form/street-fault-accept";

    private readonly Site site = new();

    public static TheoryData<string> Forms => WorkflowFiles.Theory("forms");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Theory]
    [MemberData(nameof(Forms))]
    public void Saying_of_every_question_what_it_says_already_changes_nothing(string key)
    {
        var text = WorkflowFiles.Text("forms", key);
        var edits = FormEdits.Of(text)!;
        var canonical = edits.Text;
        foreach (var field in edits.Fields.ToList()) edits.Change(FormEdits.Key(field), FormEdits.Read(field));
        foreach (var page in edits.Pages) edits.Title(FormEdits.Key(page), FormEdits.Both(page, "title"));
        Assert.Equal(canonical, edits.Text);
        Assert.NotNull(Form.Read(edits.Text, key).Form);
    }

    [Theory]
    [InlineData("ka", "ტელეფონზე")]
    [InlineData("en", "on a phone")]
    public async Task A_question_with_options_and_a_condition_is_added_moved_seen_and_published(string language, string phone)
    {
        var admin = await site.SignedInAsync(language, "Nana Admin", new Post(Roles.Administrator, Roles.CentralUnit));
        await admin.OpenAsync(Address);
        await admin.OpenAsync(admin.Page.QuerySelector("a[href$='/design']")!.GetAttribute("href")!);
        await PressAsync(admin, "add:accept");
        Assert.Equal("question-1", admin.Typed("Open"));
        await PressAsync(admin, "up:note", new() { ["LabelKa"] = "რატომ?", ["LabelEn"] = "Why <b>so</b>?", ["Kind"] = "radios", ["Options"] = "far | შორს არის | It is far away", ["Required"] = "true", ["SectionKa"] = "უკან დაბრუნება", ["SectionEn"] = "Sending it back", ["WhenField"] = "outcome", ["WhenEquals"] = "Reject" });
        Assert.Contains(language == "ka" ? "რატომ?" : "Why <b>so</b>?", admin.Text, StringComparison.Ordinal);      // another button takes what was typed
        await PressAsync(admin, "up:question-1");
        await PressAsync(admin, "preview:" + language);
        Assert.Contains(phone, admin.Text, StringComparison.Ordinal);
        var shown = admin.Page.QuerySelector(".city-phone")!;
        Assert.Equal(language == "ka" ? "უკან დაბრუნება" : "Sending it back", shown.QuerySelector("h2")!.TextContent);
        Assert.Contains(language == "ka" ? "შორს არის" : "It is far away", shown.TextContent, StringComparison.Ordinal);
        Assert.True(shown.TextContent.IndexOf(language == "ka" ? "რატომ?" : "Why", StringComparison.Ordinal) < shown.TextContent.IndexOf(language == "ka" ? "შენიშვნა" : "Note", StringComparison.Ordinal));
        await PressAsync(admin, "preview:" + (language == "ka" ? "en" : "ka"));
        Assert.Contains(language == "ka" ? "It is far away" : "შორს არის", admin.Page.QuerySelector(".city-phone")!.TextContent, StringComparison.Ordinal);

        await PressAsync(admin, "publish:");
        Assert.Single(admin.Problems());        // why?
        await PressAsync(admin, "publish:", new() { ["Reason"] = "Asked for by the unit." });
        Assert.Equal(Address, admin.Address);
        var form = (await site.AskAsync<Published, Issue<Form>?>(p => p.LatestAsync<Form>(ContentKind.Form, "street-fault-accept", default)))!;
        Assert.Equal(2, form.Version);
        Assert.Equal(["question-1", "note"], form.Content.Fields.Select(f => f.Key));
        Assert.Equal((FieldKind.Radios, true, new FieldCondition("outcome", "Reject")), (form.Content.Fields.First().Kind, form.Content.Fields.First().Required, form.Content.Fields.First().When));
    }

    [Fact]
    public async Task What_cannot_be_a_form_is_said_and_stays_and_pages_come_and_go()
    {
        var admin = await site.SignedInAsync("en", "Nana Admin", new Post(Roles.Administrator, Roles.CentralUnit));
        await admin.OpenAsync(Address + "/design");
        await PressAsync(admin, "add-page:");
        await PressAsync(admin, "open:note", new() { ["Titles[page-1].Ka"] = "მეორე", ["Titles[page-1].En"] = "Second" });
        await PressAsync(admin, "down:note", new() { ["LabelEn"] = "", ["Kind"] = "radios" });
        Assert.NotEmpty(admin.Page.QuerySelectorAll("table tbody tr"));        // no options, no English
        await PressAsync(admin, "preview:en");
        Assert.Null(admin.Page.QuerySelector(".city-phone"));
        await PressAsync(admin, "publish:", new() { ["Reason"] = "Try." });
        Assert.Single(admin.Problems());
        Assert.Equal("Try.", admin.Typed("Reason"));
        Assert.Equal(1, (await site.AskAsync<Published, Issue<Form>?>(p => p.LatestAsync<Form>(ContentKind.Form, "street-fault-accept", default)))!.Version);
        await PressAsync(admin, "remove-page:accept");
        Assert.Equal(["page-1"], FormEdits.Of(admin.Typed("Text"))!.Pages.Select(FormEdits.Key));
        await PressAsync(admin, "remove:note");
        Assert.Empty(FormEdits.Of(admin.Typed("Text"))!.Fields);
    }

    private static Task<Visitor> PressAsync(Visitor admin, string act, Dictionary<string, string>? typed = null) => admin.SubmitAsync(typed, form: "form[action$='/design']", button: act);
}
