using System.Net;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Pages;

/// <summary>Who may open what: every address of the site, asked by everybody there can be, about a real case, a real person and a real file.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private const string OwnUnit = "MSA", OtherUnit = "WAT", ApplicantName = "Nino Tester";

    private readonly Site site = new();

    /// <summary>Every address and who may open it. Whoever may not is sent to sign in, or gets 403 or 404.</summary>
    private static readonly Dictionary<string, Func<Caller, bool>> table = new()
    {
        [""] = Everybody, ["about/{key}"] = Everybody, ["services"] = Everybody, ["services/{key}"] = Everybody, ["check"] = Everybody, ["statistics"] = Everybody, ["statistics/services/{service}"] = Everybody, ["error/{code:int}"] = Everybody,
        ["data/services/{service}/monthly.csv"] = Everybody, ["openapi/{documentName}.json"] = Everybody, ["health/live"] = Everybody, ["health/ready"] = Everybody,
        ["services/{service}/map.svg"] = Everybody, ["services/{service}/request/{step?}"] = Everybody, ["services/{service}/request/check"] = Everybody,

        ["account/sign-in"] = Everybody, ["account/register"] = Everybody, ["account/forgotten"] = Everybody, ["account/confirm"] = Everybody, ["account/reset"] = Everybody, ["account/code"] = Everybody,
        ["account"] = SignedIn, ["account/password"] = SignedIn, ["account/second-factor"] = SignedIn, ["account/sign-out"] = SignedIn, ["requests"] = SignedIn,

        // Number and code open the case; without them only its owner does, whatever posts others hold.
        ["follow"] = Everybody, ["follow/{number}/{secret}"] = Everybody, ["follow/{number}/{secret}/answer/{task}"] = Everybody, ["follow/{number}/{secret}/reopen"] = Everybody,
        ["follow/{number}/{secret}/withdraw"] = Everybody, ["follow/{number}/{secret}/more-time/{task}"] = Everybody, ["follow/{number}/{secret}/message"] = Everybody, ["follow/{number}/{secret}/texts"] = Everybody, ["follow/{number}/{secret}/receipt"] = Everybody, ["follow/{number}/{secret}/files/{file:guid}"] = Everybody,
        ["requests/{id:guid}"] = Owner, ["requests/{id:guid}/answer/{task}"] = Owner, ["requests/{id:guid}/reopen"] = Owner, ["requests/{id:guid}/withdraw"] = Owner, ["requests/{id:guid}/more-time/{task}"] = Owner, ["requests/{id:guid}/message"] = Owner, ["requests/{id:guid}/texts"] = Owner,
        ["requests/{id:guid}/files/{file:guid}"] = Owner,

        // A case is open to the unit that owns it; a task to the post that it is for.
        ["officer"] = Staff, ["officer/cases/{id:guid}"] = StaffOfTheCase, ["officer/cases/{id:guid}/extend"] = StaffOfTheCase, ["officer/cases/{id:guid}/assign"] = caller => caller.Post == new Post(Roles.UnitHead, OwnUnit), ["officer/absences"] = Staff, ["officer/cases/{id:guid}/files/{file:guid}"] = StaffOfTheCase,
        ["officer/cases/{id:guid}/message"] = StaffOfTheCase,
        ["officer/cases/{id:guid}/complete"] = caller => caller.Post == new Post(Roles.Dispatcher, OwnUnit),
        ["officer/counter"] = caller => caller.Post?.Role == Roles.Registrar, ["officer/counter/{id:guid}"] = caller => caller.Post == new Post(Roles.Registrar, OwnUnit),

        ["admin"] = Administrator, ["admin/incidents"] = Administrator, ["admin/publications"] = Administrator, ["admin/publications/{kind}/{key}"] = Administrator,
        ["admin/publications/{kind}/{key}/edit"] = Administrator, ["admin/people"] = Administrator, ["admin/people/{id:guid}"] = Administrator, ["admin/people/new"] = Administrator,
        ["admin/units"] = Administrator, ["admin/keys"] = Administrator, ["admin/activities"] = Administrator, ["admin/services"] = Administrator, ["admin/services/{key}"] = Administrator, ["admin/cases/erase"] = Administrator, ["admin/letters"] = Administrator,
        ["admin/definitions"] = Administrator, ["admin/definitions/{key}"] = Administrator, ["admin/definitions/{key}/steps/{stepId}"] = Administrator, ["admin/definitions/{key}/add"] = Administrator,
        ["admin/definitions/{key}/names"] = Administrator, ["admin/definitions/{key}/settings"] = Administrator, ["admin/definitions/{key}/publish"] = Administrator,
        ["admin/definitions/{key}/try"] = Administrator, ["admin/definitions/{key}/try/{id:guid}"] = Administrator, ["admin/definitions/{key}/try/{id:guid}/tasks/{taskId}"] = Administrator,
        ["admin/publications/letter/{key}/write"] = Administrator, ["admin/publications/form/{key}/design"] = Administrator,
        ["studio/definitions"] = Administrator, ["studio/workflows/definitions/{id}/edit"] = Administrator, ["studio/runs"] = Administrator, ["studio/workflows/instances/{id}/view"] = Administrator,
        ["admin/data-incidents"] = Administrator, ["admin/data-incidents/new"] = Administrator, ["admin/data-incidents/{id:guid}"] = Administrator,
    };

    private readonly List<(Caller Caller, Visitor Visitor)> callers = [];
    private readonly Dictionary<string, string> things = [];

    public async Task InitializeAsync()
    {
        var owner = await site.SignedInAsync("en");
        var sent = await Report.FileAsync(owner, files: ("pictures", "hole.jpg", Report.Jpeg));
        var c = await site.CaseAsync(sent);
        await new Officers(site).RepairAsync(c);

        var trier = (await site.AccountAsync(new Post(Roles.Administrator, Roles.CentralUnit))).Id;
        var trial = (await site.AskAsync<Trials, Answer<Guid>>(t => t.BeginAsync("street-fault", "street-fault", [], IntentKey.New(), new(ActorKind.Staff, trier, "Trier", [new(Roles.Administrator, Roles.CentralUnit)]), default))).Value;
        var sorting = (await site.AskAsync<Trials, Answer<TrialView>>(t => t.OpenAsync("street-fault", trial, default))).Value!.Open[0].TaskId;
        callers.Add((new("the owner", IsOwner: true), owner));
        callers.Add((new("nobody signed in", IsSignedIn: false), site.Visitor("en")));
        callers.Add((new("another citizen"), await site.SignedInAsync("en")));
        foreach (var post in Roles.All.SelectMany(role => new[] { OwnUnit, OtherUnit }.Select(unit => new Post(role, unit)))) callers.Add((new($"{post.Role} of {post.Unit}", post), await site.SignedInAsync("en", posts: post)));

        var clerk = callers.Single(x => x.Caller.Post == new Post(Roles.Registrar, OwnUnit)).Visitor;
        await (await clerk.OpenAsync("/officer/counter")).SubmitAsync(form: "form:has([value=street-fault])");
        await (await Report.ToCheckAsync(clerk)).SubmitAsync();

        var tasks = await site.AskAsync<CityDb, List<WorkTask>>(db => db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == c.Id).ToListAsync());
        var breach = await site.AskAsync<DataIncidentRegister, Answer<Guid>>(r => r.WriteAsync(new(null, site.Time.GetUtcNow().UtcDateTime, "A lost key card", null, null, null, null, IntentKey.New()), Actor.System, default));
        await owner.OpenAsync(sent.Address);
        foreach (var (name, value) in new[]
        {
            ("number", sent.Number), ("secret", sent.Secret), ("cases", $"{c.Id}"), ("task", tasks.First(t => t is { Status: WorkTaskStatus.Open, Name: "verify" }).Id), ("triage", tasks.First(t => t.Name == "triage").Id),
            ("file", owner.Page.QuerySelector("a[href*='/files/']")!.GetAttribute("href")!.Split('/')[^1]), ("data-incidents", $"{breach.Value}"), ("people", $"{(await site.AccountAsync()).Id}"),
            ("counter", clerk.Address.Split('/')[^1]), ("service", "street-fault"), ("step", ""), ("kind", "letter"), ("stepId", "triage"), ("try", $"{trial}"), ("taskId", sorting), ("code", "404"),
        }) things[name] = value;
    }

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task Everybody_opens_what_is_theirs_and_nothing_else()
    {
        var endpoints = await EndpointsAsync();
        Broken.None([.. endpoints.Keys.Except(table.Keys).Select(a => $"/{a} has no row in the table"), .. table.Keys.Except(endpoints.Keys).Select(a => $"/{a} is in the table and not on the site")]);

        var broken = new List<string>();
        foreach (var (caller, visitor) in callers)
        {
            var token = await TokenAsync(visitor);
            foreach (var (address, posts) in endpoints.OrderBy(e => e.Key == "account/sign-out"))
            {
                var mayOpen = table[address](caller);
                await visitor.OpenAsync(Filled(address));
                Judge($"GET /{address}", mayOpen && (int)visitor.Status >= 400);
                foreach (var handler in posts)
                {
                    await PostAsync(visitor, Filled(address), handler, token);
                    Judge($"POST /{address} {handler}", mayOpen && visitor.Status == HttpStatusCode.BadRequest);
                }

                void Judge(string asked, bool isClosed)
                {
                    var isRefused = visitor.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound || visitor.Address.StartsWith("/account/sign-in?", StringComparison.Ordinal);
                    if ((int)visitor.Status >= 500) broken.Add($"{caller.Name}: {asked} breaks with {visitor.Status}");
                    else if (!mayOpen && !isRefused) broken.Add($"{caller.Name}: {asked} is not refused: {visitor.Status} {visitor.Address}");
                    else if (mayOpen && address != "error/{code:int}" && (isClosed || (isRefused && visitor.Status != HttpStatusCode.NotFound))) broken.Add($"{caller.Name}: {asked} is refused: {visitor.Status} {visitor.Address}");
                    if (!mayOpen && (visitor.Text.Contains(ApplicantName, StringComparison.Ordinal) || visitor.Text.Contains(Report.Description, StringComparison.Ordinal))) broken.Add($"{caller.Name}: {asked} tells of the applicant");
                }
            }
        }

        Broken.None(broken);
    }

    private static bool Everybody(Caller caller) => true;

    private static bool SignedIn(Caller caller) => caller.IsSignedIn;

    private static bool Owner(Caller caller) => caller.IsOwner;

    private static bool Staff(Caller caller) => caller.Post is not null;

    private static bool StaffOfTheCase(Caller caller) => caller.Post is { Unit: OwnUnit } post && post.Role != Roles.Administrator;

    private static bool Administrator(Caller caller) => caller.Post?.Role == Roles.Administrator;

    // By address: the names of its handlers that post. Files of the site itself are everybody's; that of Development finds those not built yet.
    private async Task<Dictionary<string, IReadOnlyList<string>>> EndpointsAsync()
    {
        var pages = await EveryPage.OfAsync(site);
        return site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && e.RoutePattern.RawText != "{**path:file}"
            && !e.RoutePattern.RawText!.StartsWith("/elsa/api", StringComparison.Ordinal)       // no pages: see ElsaAccessTests
            && (!e.RoutePattern.RawText.StartsWith("/studio/", StringComparison.Ordinal) || e.Metadata.GetMetadata<PageActionDescriptor>() is not null))      // files of Elsa Studio
            .DistinctBy(e => Address(e.RoutePattern.RawText)).ToDictionary(e => Address(e.RoutePattern.RawText),
                e => e.Metadata.GetMetadata<PageActionDescriptor>() is null ? [] : pages.First(p => p.Route.RawText == e.RoutePattern.RawText).PostHandlers);

        static string Address(string? route) => route!.Trim('/');
    }

    // An id is of what its address is about.
    private string Filled(string address) => "/" + string.Join('/', address.Split('/').Select((part, at) => part switch
    {
        "{id}" => address.Contains("definitions", StringComparison.Ordinal) ? "street-fault" : things["cases"],
        "{id:guid}" => things[address.Split('/')[at - 1] is "requests" ? "cases" : address.Split('/')[at - 1]],
        "{key}" => address.Split('/')[0] switch { "about" => "privacy", "admin" when address.Contains("publications/form", StringComparison.Ordinal) => "street-fault", "admin" when address.Contains("publications", StringComparison.Ordinal) => "registered", _ => "street-fault" },
        "{documentName}.json" => "elsa.json",
        ['{', .. var name, '}'] => things[name.Split(':')[0].TrimEnd('?')],
        _ => part,
    })).TrimEnd('/') + (address.EndsWith("/complete", StringComparison.Ordinal) || address.EndsWith("/assign", StringComparison.Ordinal) ? $"?task={things["triage"]}" : "");

    private static async Task<string> TokenAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/account/sign-in");
        return visitor.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
    }

    private static async Task PostAsync(Visitor visitor, string address, string handler, string token)
    {
        var query = handler.Length == 0 ? "" : (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"handler={handler}";
        using var request = new HttpRequestMessage(HttpMethod.Post, address + query) { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token }) };
        await visitor.SendAsync(request);
    }

    /// <summary>Somebody who asks; a citizen without a post.</summary>
    private sealed record Caller(string Name, Post? Post = null, bool IsOwner = false, bool IsSignedIn = true);
}
