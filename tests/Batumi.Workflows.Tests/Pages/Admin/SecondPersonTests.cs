using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>Where <c>Publishing:SecondPerson</c> is set, what somebody wrote is put in force by another; and every version says who, when and why.</summary>
public sealed class SecondPersonTests : IAsyncLifetime
{
    private const string Letter = "/admin/publications/letter/registered", Definition = "/admin/definitions/street-fault";

    private readonly Site site = new(settings: new Dictionary<string, string> { ["Publishing:SecondPerson"] = "true" });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task Whoever_wrote_a_text_cannot_put_it_in_force_and_somebody_else_can()
    {
        var (writer, other) = (await AdminAsync("Eka Writer"), await AdminAsync("Gia Reader"));
        await writer.OpenAsync(Letter + "/edit");
        await writer.SubmitAsync(new { Text = writer.Typed("Text")!.Replace("Batumi City Hall", "City Hall of Batumi", StringComparison.Ordinal), Reason = "The name changed." }, form: "form[action*='handler=Publish']");
        Assert.Equal(Letter, writer.Address);
        Assert.Contains("waits for another administrator", writer.Text, StringComparison.Ordinal);
        Assert.Equal((PublicationStatus.Draft, "The name changed."), await NewestAsync("letter", "registered"));

        await writer.SubmitAsync(form: "form[action*='handler=Publish']");
        Assert.Contains("Whoever wrote it may not publish it", Assert.Single(writer.Problems()), StringComparison.Ordinal);
        await other.OpenAsync("/admin");
        Assert.NotNull(other.Page.QuerySelector(".city-tag--soon"));
        await other.OpenAsync(Letter);
        await other.SubmitAsync(form: "form[action*='handler=Publish']");       // the writer's reason stands
        Assert.Equal((PublicationStatus.Published, "The name changed."), await NewestAsync("letter", "registered"));
        var row = other.Page.QuerySelector("tbody tr")!.TextContent;
        Assert.Contains("Eka Writer", row, StringComparison.Ordinal);
        Assert.Contains("Gia Reader", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_changed_in_the_outline_or_on_the_canvas_waits_for_another_too()
    {
        var (writer, other) = (await AdminAsync("Eka Writer"), await AdminAsync("Gia Reader"));
        await writer.OpenAsync($"{Definition}/steps/triage");
        await writer.SubmitAsync(new Dictionary<string, string> { ["Inputs[role].Fixed"] = "unit_head" }, form: $"form[action='{Definition}/steps/triage']");
        await writer.OpenAsync($"{Definition}/publish");
        await writer.SubmitAsync(new { Reason = "Heads sort." }, form: $"form[action='{Definition}/publish']");
        Assert.Single(writer.Problems());
        Assert.Equal("Heads sort.", writer.Typed("Reason"));

        // The canvas publishes what it saves: it is kept, and not in force.
        var (_, _, id) = await site.AccountAsync("Eka Canvas", new Post(Roles.Administrator, Roles.CentralUnit));
        var canvas = new Actor(ActorKind.Staff, id, "Eka Canvas", [new(Roles.Administrator, Roles.CentralUnit)]);
        var draft = (await site.AskAsync<DefinitionShelf, ShelvedDefinition?>(s => s.FindAsync("street-fault", VersionChoice.Latest, default)))!;
        draft.Model["description"] = "From the canvas.";
        foreach (var by in new[] { canvas, Actor.System })
        {
            var refused = await site.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(draft.Model, publish: true, by, default, draft.Hash));
            Assert.Equal("Publication.SecondPerson", refused.Refused!.Code);
            draft = (await site.AskAsync<DefinitionShelf, ShelvedDefinition?>(s => s.FindAsync("street-fault", VersionChoice.Latest, default)))!;
            Assert.Equal(("From the canvas.", false), ((string?)draft.Model["description"], draft.IsPublished));
        }

        Assert.Equal("Publication.SecondPerson", (await site.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.PublishAsync("street-fault", Actor.System, default))).Refused!.Code);
        await other.OpenAsync($"{Definition}/publish");
        await other.SubmitAsync(new { Reason = "Agreed." }, form: $"form[action='{Definition}/publish']");
        Assert.Equal((PublicationStatus.Published, "Agreed."), await NewestAsync("definition", "street-fault"));
    }

    [Fact]
    public async Task A_version_is_remarked_on_once_for_each_press_and_explained_afterwards_once_for_all()
    {
        var admin = await AdminAsync("Nana Admin");
        await site.AskAsync<CityDb, int>(db => db.Set<Publication>().Where(p => p.Kind == "definition" && p.Key == "street-fault").ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, PublicationStatus.Retracted)));
        var model = (await site.AskAsync<DefinitionShelf, ShelvedDefinition?>(s => s.FindAsync("street-fault", VersionChoice.Latest, default)))!.Model;
        model["description"] = "Published from the canvas.";
        await site.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(model, publish: false, Actor.System, default));
        await site.AskAsync<CityDb, int>(db => db.Set<Publication>().Where(p => p.Key == "street-fault" && p.Version == 2).ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, PublicationStatus.Published)));

        var address = "/admin/publications/definition/street-fault?v=2";
        await admin.OpenAsync(address);
        await admin.SubmitAsync(form: "form[action*='handler=Remark']");
        Assert.Single(admin.Problems());
        await admin.OpenAsync(address);
        List<KeyValuePair<string, string>> form = [new("Intent", admin.Typed("Intent")!), new("version", "2"), new("Remark", "Looks <b>right</b>."), new("__RequestVerificationToken", admin.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!)];
        for (var i = 0; i < 2; i++) await admin.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/admin/publications/definition/street-fault?handler=Remark&v=2") { Content = new FormUrlEncodedContent(form) });
        await admin.OpenAsync(address);
        Assert.Equal(1, await site.AskAsync<CityDb, int>(db => db.Set<PublicationRemark>().CountAsync()));
        Assert.Contains("Looks <b>right</b>.", admin.Text, StringComparison.Ordinal);
        Assert.Contains("Nana Admin", admin.Text, StringComparison.Ordinal);

        await admin.SubmitAsync(new { Reason = "The canvas asks for none." }, form: "form[action*='handler=Explain']");
        Assert.Equal((PublicationStatus.Published, "The canvas asks for none."), await NewestAsync("definition", "street-fault"));
        Assert.Equal("Publication.Explained", (await site.AskAsync<Publications, Refusal?>(p => p.ExplainAsync("definition", "street-fault", 2, "Another.", Actor.System, default)))!.Code);
    }

    private Task<Visitor> AdminAsync(string name) => site.SignedInAsync("en", name, new Post(Roles.Administrator, Roles.CentralUnit));

    private Task<(PublicationStatus, string?)> NewestAsync(string kind, string key) => site.AskAsync<CityDb, (PublicationStatus, string?)>(async db =>
        await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == kind && p.Key == key).OrderByDescending(p => p.Version).Select(p => new { p.Status, p.Reason }).FirstAsync() is var p ? (p.Status, p.Reason) : default);
}
