using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;

namespace Batumi.Workflows.Tests.Support;

/// <summary>Officers who work street faults through the pages; each post has one person, signed in when first needed.</summary>
public sealed class Officers(Site site, string language = "en")
{
    private readonly Dictionary<string, Visitor> people = [];

    public async Task<Visitor> WithPostAsync(string role, string unit)
    {
        if (people.TryGetValue($"{role}/{unit}", out var known)) return known;
        return people[$"{role}/{unit}"] = await site.SignedInAsync(language, $"{role} {unit}", new Post(role, unit));
    }

    /// <summary>Claims the only task of the case that this person can do, and opens the page that ends it.</summary>
    public static async Task<Visitor> BeginAsync(Visitor officer, Guid caseId)
    {
        await officer.OpenAsync($"/officer/cases/{caseId}");
        if (officer.Page.QuerySelector("form[action*='handler=Claim']") is not null) await officer.SubmitAsync(form: "form[action*='handler=Claim']");
        return await officer.OpenAsync(officer.Page.QuerySelector("a[href*='/complete?task=']")!.GetAttribute("href")!);
    }

    public async Task CompleteAsync(string role, string unit, Guid caseId, object values)
    {
        var officer = await BeginAsync(await WithPostAsync(role, unit), caseId);
        await officer.SubmitAsync(values);
        if (officer.Address != $"/officer/cases/{caseId}") throw new InvalidOperationException($"{officer.Address} ({officer.Status}): {officer.Text}");
    }

    public Task TriageAsync(Case c) => CompleteAsync(Roles.Dispatcher, "MSA", c.Id, new { category = "pothole", priority = "P3", provider = "INF", Outcome = "Assign" });

    /// <summary>The reporter is asked next.</summary>
    public async Task RepairAsync(Case c)
    {
        await TriageAsync(c);
        await CompleteAsync(Roles.ProviderCrew, "INF", c.Id, new { Outcome = "Accept" });
        await WorkAsync(c);
    }

    public Task WorkAsync(Case c) => CompleteAsync(Roles.ProviderCrew, "INF", c.Id, new { done = "Filled with asphalt", result = "repaired", Outcome = "Fixed" });
}
