using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>A step with a mistake in it: the case waits there until somebody tries it again or passes over it.</summary>
public sealed class IncidentTests : IAsyncLifetime
{
    private readonly WorkflowCopy workflows = new();
    private TestCity city = null!;
    private StreetFault fault = null!;
    private Guid caseId;

    public async Task InitializeAsync()
    {
        workflows.Replace("definitions/street-fault.json", "({ priority: getTriage().priority, note: getTriage().note || '' })", "getNothingOfTheKind()");
        city = await TestCity.OpenAsync(workflows: workflows.Folder);
        fault = new(city);
        caseId = (await fault.FileAsync()).CaseId;
        await fault.TriageAsync(caseId);
    }

    public async Task DisposeAsync()
    {
        await city.DisposeAsync();
        workflows.Dispose();
    }

    [Fact]
    public async Task Trying_again_settles_it_and_a_step_that_fails_again_opens_the_next()
    {
        var first = await OpenAsync();
        Assert.Null(await RetryAsync(first.IncidentId));

        var second = await OpenAsync();
        Assert.NotEqual(first.IncidentId, second.IncidentId);
        Assert.Equal(IncidentStatus.Retried, (await RowAsync(first.IncidentId)).Status);
        Assert.Equal("Incident.Settled", (await RetryAsync(first.IncidentId))!.Code);
    }

    [Theory]
    [InlineData("Rejected", "the formula names nothing", "Incident.Port")]
    [InlineData("Done", " ", "Incident.Why")]
    public async Task Nobody_leaves_a_step_by_a_way_it_has_not_or_without_a_reason(string port, string reason, string code)
    {
        Assert.Equal(code, (await SkipAsync((await OpenAsync()).IncidentId, port, reason))!.Code);
        await OpenAsync();
    }

    [Fact]
    public async Task Passed_over_with_a_reason_the_case_goes_on_and_says_who_when_and_why()
    {
        var incident = await OpenAsync();
        Assert.Equal("Incident.WhyTooLong", (await SkipAsync(incident.IncidentId, "Done", new string('a', Incident.WhyLength + 1)))!.Code);
        Assert.Null(await SkipAsync(incident.IncidentId, "Done", "Told them by telephone"));

        var row = await RowAsync(incident.IncidentId);
        Assert.Equal((IncidentStatus.Skipped, "Told them by telephone"), (row.Status, row.SettledWhy));
        Assert.NotNull(row.SettledAtUtc);
        await fault.MustAsync(caseId, "accept", "Accept");
    }

    [Fact]
    public async Task What_was_written_about_it_goes_when_the_person_is_erased()
    {
        Assert.Null(await SkipAsync((await OpenAsync()).IncidentId, "Done", "Nino was told by telephone"));
        await fault.MustAsync(caseId, "accept", "Accept");
        await fault.MustAsync(caseId, "work", "Fixed", StreetFault.Work());
        await fault.VerifyAsync(caseId, "Ok");
        await city.PassAsync(TimeSpan.FromDays(20));

        Assert.Null(await city.AskAsync<Erasing, Refusal?>(e => e.EraseAsync(caseId, Actor.System, "asked for", default)));

        Assert.All(await city.QueryAsync(db => db.Set<Incident>().AsNoTracking().Where(i => i.CaseId == caseId).ToListAsync()), i => Assert.Equal(("", null), (i.Detail, i.SettledWhy)));
    }

    private async Task<IncidentLine> OpenAsync() => Assert.Single(await city.AskAsync<IncidentDesk, IReadOnlyList<IncidentLine>>(i => i.OfCaseAsync(caseId, default)), i => i.Status == nameof(IncidentStatus.Open));

    private Task<Refusal?> RetryAsync(string id) => city.AskAsync<IncidentDesk, Refusal?>(i => i.RetryAsync(id, Actor.System, IntentKey.New(), default));

    private Task<Refusal?> SkipAsync(string id, string port, string reason) =>
        city.AskAsync<IncidentDesk, Refusal?>(i => i.SkipAsync(id, port, reason, Actor.System, IntentKey.New(), default));

    private Task<Incident> RowAsync(string id) => city.QueryAsync(db => db.Set<Incident>().AsNoTracking().FirstAsync(i => i.Id == id));
}
