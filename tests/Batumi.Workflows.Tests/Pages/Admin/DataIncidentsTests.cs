using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>The register of breaches: 72 hours, counted and shown; what was written stays as it was.</summary>
public sealed class DataIncidentsTests : IAsyncLifetime
{
    private readonly Site site = new();
    private Visitor admin = null!;

    public async Task InitializeAsync() => admin = await site.SignedInAsync("en", "Eka Khalvashi", new Post(Roles.Administrator, "ADM"));

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task From_noticing_to_telling_the_Service_within_72_hours()
    {
        await WriteAsync();
        Assert.StartsWith("/admin/data-incidents/", admin.Address, StringComparison.Ordinal);
        var address = admin.Address;
        Assert.Contains("72 hours end: 27 November 2026, 09:30", admin.Text, StringComparison.Ordinal);
        Assert.Contains("Eka Khalvashi", admin.Text, StringComparison.Ordinal);
        Assert.Contains("1 needs attention", await TextOfAsync("/admin"), StringComparison.Ordinal);

        site.Time.Advance(TimeSpan.FromHours(72));
        Assert.Contains("Overdue", await TextOfAsync("/admin/data-incidents"), StringComparison.Ordinal);

        await admin.OpenAsync(address);
        await admin.SubmitAsync(new { What = "The Service was told by letter.", Notified = "2026-11-27T09:45" });
        Assert.Contains("The Service was told: 27 November 2026, 09:45", admin.Text, StringComparison.Ordinal);
        Assert.Contains("A list was sent to a wrong address.", admin.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Overdue", await TextOfAsync("/admin/data-incidents"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_sent_twice_writes_once_and_a_decision_not_to_tell_closes_it()
    {
        await admin.OpenAsync("/admin/data-incidents/new");
        var form = new { Intent = admin.Typed("Intent"), Noticed = "2026-11-24T09:30", What = "A lost key card", Decision = "NoNeed" };
        await admin.SubmitAsync(form);
        await admin.OpenAsync("/admin/data-incidents/new");
        await admin.SubmitAsync(form);

        var incident = Assert.Single(await site.AskAsync<DataIncidentRegister, IReadOnlyList<DataIncident>>(r => r.ListAsync(default)));
        Assert.Single(incident.Entries);
        Assert.False(incident.IsOpen);
    }

    [Theory]
    [InlineData("2026-11-24T09:30", "", null, "Write what happened.")]
    [InlineData("2026-11-24T10:30", "A lost key card", null, "Say when it was noticed")]
    [InlineData(null, "A lost key card", null, "Say when it was noticed")]
    [InlineData("2026-11-24T09:30", "A lost key card", "2026-11-24T09:00", "The Service was told after it was noticed")]
    [InlineData("2026-11-24T09:30", "A lost key card", "2026-11-24T11:00", "The Service was told after it was noticed")]
    public async Task What_cannot_be_so_is_said_beside_the_field(string? noticed, string what, string? notified, string sentence)
    {
        await WriteAsync(noticed, what, notified);
        Assert.Contains(admin.Problems(), problem => problem.StartsWith(sentence, StringComparison.Ordinal));
        Assert.Equal(what, admin.Typed("What"));
    }

    private async Task WriteAsync(string? noticed = "2026-11-24T09:30", string what = "A list was sent to a wrong address.", string? notified = null)
    {
        await admin.OpenAsync("/admin/data-incidents/new");
        await admin.SubmitAsync(new { Noticed = noticed, What = what, Affected = "12 people, names and streets", Measures = "The receiver has deleted it.", Notified = notified });
    }

    private async Task<string> TextOfAsync(string address) => (await admin.OpenAsync(address)).Text;
}
