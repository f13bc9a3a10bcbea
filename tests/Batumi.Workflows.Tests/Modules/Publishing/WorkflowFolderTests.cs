using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Modules.Running;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Modules.Publishing;

/// <summary>Files against edits: what a file may and may not replace.</summary>
public sealed class WorkflowFolderTests : IDisposable
{
    private readonly string folder = CopyOf(Repository.Workflows);

    private string Form => Path.Combine(folder, "forms", "street-fault-accept.json");

    private string Definition => Path.Combine(folder, "definitions", "street-fault.json");

    [Fact]
    public async Task A_file_that_did_not_change_is_taken_once()
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        Assert.Equal(0, await ImportAsync(city));
    }

    [Fact]
    public async Task A_changed_file_becomes_the_next_version_while_running_cases_keep_theirs()
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        var fault = new StreetFault(city);
        var old = await fault.FileAsync();
        Replace(Definition, "\"4 hours\"", "\"6 hours\"");
        Assert.Equal(1, await ImportAsync(city));
        var young = await fault.FileAsync();

        foreach (var receipt in new[] { old, young }) await fault.TriageAsync(receipt.CaseId);
        Assert.Equal("4 hours", (await fault.TaskAsync(old.CaseId, "accept")).DueRule);
        Assert.Equal("6 hours", (await fault.TaskAsync(young.CaseId, "accept")).DueRule);
        Assert.Equal((1, 2), ((await fault.RunAsync(old.CaseId)).DefinitionVersion, (await fault.RunAsync(young.CaseId)).DefinitionVersion));
        await StreetFaultTests.AssertProvenAsync(city, 2);
    }

    [Fact]
    public async Task A_file_that_meets_an_admins_version_becomes_a_draft_with_a_notice_and_a_diff()
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        var mine = (await File.ReadAllTextAsync(Form)).Replace("Acceptance", "Taking it on", StringComparison.Ordinal);
        Assert.Null(await city.AskAsync<Publications, Refusal?>(async p => (await p.PublishAsync(new("form", "street-fault-accept", 1, mine, "A test needs it.", IntentKey.New()), Actor.System, default)).Refused));
        Replace(Form, "Acceptance", "Accepting");

        await ImportAsync(city);

        var detail = (await city.AskAsync<Publications, PublicationDetail?>(p => p.GetAsync("form", "street-fault-accept", default)))!;
        Assert.Equal((PublicationStatus.Draft, WorkflowFolder.MetAdminsVersion), (detail.Versions[0].Status, detail.Versions[0].Notice));
        Assert.Contains(detail.Diff, d => d.Kind == '-' && d.Text.Contains("Taking it on", StringComparison.Ordinal));
        Assert.Contains(detail.Diff, d => d.Kind == '+' && d.Text.Contains("Accepting", StringComparison.Ordinal));
        var inForce = await city.AskAsync<ServiceCatalog, Application.Forms.Form?>(c => c.FormAsync("street-fault-accept", default));
        Assert.Equal("Taking it on", inForce!.Title.En);
        Assert.Equal(0, await ImportAsync(city));

        Assert.Null(await city.AskAsync<Publications, Refusal?>(p => p.PublishDraftAsync("form", "street-fault-accept", 3, "A test needs it.", Actor.System, default)));
        Assert.Equal("Accepting", (await city.AskAsync<ServiceCatalog, Application.Forms.Form?>(c => c.FormAsync("street-fault-accept", default)))!.Title.En);
    }

    [Theory]
    [InlineData("definitions/street-fault.json", "\"root\"", "\"rood\"")]
    [InlineData("forms/street-fault.json", "\"kind\": \"textarea\"", "\"kind\": \"textbox\"")]
    [InlineData("services/street-fault.json", "\"10 working-days\"", "\"ten days\"")]
    public async Task A_broken_file_pauses_its_service_and_says_file_place_found_and_expected(string file, string good, string bad)
    {
        Replace(Path.Combine(folder, file), good, bad);
        await using var city = await TestCity.OpenAsync(workflows: folder);

        var kind = file.Split('/')[0].TrimEnd('s');
        var detail = (await city.AskAsync<Publications, PublicationDetail?>(p => p.GetAsync(kind, "street-fault", default)))!;
        Assert.Equal(PublicationStatus.Broken, detail.Versions[0].Status);
        var error = Assert.IsType<DefinitionError>(detail.Versions[0].Errors[0]);
        Assert.Equal(file, error.File);
        Assert.All([error.Place, error.Found, error.Expected], part => Assert.NotEqual("", part));
        var refused = await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", Actor.Anonymous, "ka", default));
        Assert.Contains(refused.Refused!.Code, new[] { "Service.Paused", "Service.NotFound" });
    }

    [Theory]
    [InlineData("forms/street-fault-accept.json")]
    [InlineData("letters/answered-positive.json")]
    public async Task A_service_whose_later_steps_would_find_no_form_or_letter_takes_no_requests(string file)
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        Assert.Null((await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", Actor.Anonymous, "ka", default))).Refused);

        await File.WriteAllTextAsync(Path.Combine(folder, file), "{ this is not JSON");
        await ImportAsync(city);

        Assert.Equal("Service.Paused", (await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", Actor.Anonymous, "ka", default))).Refused!.Code);
    }

    [Fact]
    public async Task A_file_that_breaks_later_pauses_the_service_and_running_cases_go_on()
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await File.WriteAllTextAsync(Definition, "{ this is not JSON");
        await ImportAsync(city);

        var refused = await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", Actor.Anonymous, "ka", default));
        Assert.Equal("Service.Paused", refused.Refused!.Code);
        await fault.RepairAsync(receipt.CaseId);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Putting_the_text_before_the_mistake_back_lets_the_service_go_on()
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        var good = await File.ReadAllTextAsync(Definition);
        await File.WriteAllTextAsync(Definition, "{ this is not JSON");
        await ImportAsync(city);
        await File.WriteAllTextAsync(Definition, good);

        Assert.Equal(1, await ImportAsync(city));
        Assert.Null((await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", Actor.Anonymous, "ka", default))).Refused);
        Assert.Equal(0, await ImportAsync(city));
    }

    [Fact]
    public async Task An_earlier_text_put_back_is_a_change_like_any_other()
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        Replace(Form, "Acceptance", "Accepting");
        await ImportAsync(city);
        Replace(Form, "Accepting", "Acceptance");

        Assert.Equal(1, await ImportAsync(city));
        Assert.Equal("Acceptance", (await city.AskAsync<ServiceCatalog, Application.Forms.Form?>(c => c.FormAsync("street-fault-accept", default)))!.Title.En);
    }

    [Fact]
    public async Task An_admins_version_that_a_file_catches_up_with_leaves_nothing_to_decide()
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        var mine = (await File.ReadAllTextAsync(Form)).Replace("Acceptance", "Taking it on", StringComparison.Ordinal);
        Assert.Null(await city.AskAsync<Publications, Refusal?>(async p => (await p.PublishAsync(new("form", "street-fault-accept", 1, mine, "A test needs it.", IntentKey.New()), Actor.System, default)).Refused));
        Assert.Equal(0, await ImportAsync(city));
        Replace(Form, "Acceptance", "Taking it on");
        Assert.Equal(0, await ImportAsync(city));
    }

    [Fact]
    public async Task An_admins_broken_text_is_refused_with_its_first_error()
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        var refused = await city.AskAsync<Publications, Refusal?>(async p => (await p.PublishAsync(new("form", "street-fault-accept", 1, "{}", "A test needs it.", IntentKey.New()), Actor.System, default)).Refused);
        Assert.Equal("Publication.Broken", refused!.Code);
        Assert.Contains("forms/street-fault-accept.json", refused.Details[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{ \"key\": ")]
    public async Task A_text_that_is_nothing_of_its_kind_is_told_what_is_wrong(string text)
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        foreach (var line in (await city.AskAsync<Publications, IReadOnlyList<PublicationLine>>(p => p.ListAsync(default))).DistinctBy(l => l.Kind))
        {
            Assert.True((await city.AskAsync<Publications, TextCheck?>(p => p.CheckAsync(line.Kind, line.Key, text, default)))!.Errors.Count > 0, line.Kind);
            var refused = await city.AskAsync<Publications, Refusal?>(async p => (await p.PublishAsync(new(line.Kind, line.Key, line.LatestVersion, text, "A test needs it.", IntentKey.New()), Actor.System, default)).Refused);
            Assert.Equal("Publication.Broken", refused?.Code);
        }
    }

    [Fact]
    public async Task Of_two_who_publish_at_once_one_is_told_of_the_other()
    {
        await using var city = await TestCity.OpenAsync(workflows: folder);
        var text = await File.ReadAllTextAsync(Form);
        var refused = await Task.WhenAll(new[] { "Taking it on", "Accepting" }.Select(title => city.AskAsync<Publications, Refusal?>(async p =>
            (await p.PublishAsync(new("form", "street-fault-accept", 1, text.Replace("Acceptance", title, StringComparison.Ordinal), "A test needs it.", IntentKey.New()), Actor.System, default)).Refused)));
        Assert.Equal(["Publication.Stale"], refused.OfType<Refusal>().Select(r => r.Code));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<int> ImportAsync(TestCity city)
    {
        city.Time.Advance(TimeSpan.FromSeconds(1));
        return city.AskAsync<WorkflowFolder, int>(f => f.ImportAsync(folder, default));
    }

    private static void Replace(string file, string good, string bad)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(good, bad, StringComparison.Ordinal));
    }

    private static string CopyOf(string source)
    {
        var target = Directory.CreateTempSubdirectory("workflows-").FullName;
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }
}
