using System.Text;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Requests;

namespace Batumi.Workflows.Tests.Support;

/// <summary>Walks what the urban development service decides through a city: extracts and permits.</summary>
public sealed class Planning(TestCity city)
{
    public const string PersonalNumber = "61001012345";

    private readonly StreetFault desk = new(city);

    /// <summary>Who files: both services need an account.</summary>
    public Task<Actor> ApplicantAsync() => desk.PersonAsync(Roles.Registrar, "CIT");

    public static JsonObject Extract() => new()
    {
        ["applicantKind"] = "person", ["personalNumber"] = PersonalNumber, ["isRepresentative"] = "no", ["cadastralCode"] = "05.24.03.010", ["category"] = "bank",
        ["name"] = "Nino Tester", ["phone"] = "+995555123456", ["email"] = "nino@example.test",
    };

    public static JsonObject Permit() => new()
    {
        ["applicantKind"] = "company", ["companyName"] = "Sea View", ["companyCode"] = "245123456", ["isRepresentative"] = "no", ["cadastralCode"] = "05.24.03.010", ["plotArea"] = 600,
        ["place"] = new JsonObject { ["district"] = "rustaveli", ["words"] = "Gorgiladze 12" }, ["hasCoOwners"] = "no", ["category"] = "dwelling", ["work"] = "new", ["floorArea"] = 240,
        ["floors"] = 2, ["conditionsNumber"] = "14.2026", ["conditionsDate"] = "2026-05-04", ["name"] = "Nino Tester", ["phone"] = "+995555123456", ["email"] = "nino@example.test",
    };

    public async Task<Answer<Receipt>> TryFileAsync(string service, JsonObject answers, params string[] papers)
    {
        var by = await ApplicantAsync();
        var draft = (await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync(service, by, "en", default))).Value!;
        Assert.Null(await city.AskAsync<Drafts, Refusal?>(d => d.SaveAsync(draft.Id, answers, [.. answers.Select(a => a.Key)], default)));
        foreach (var field in papers)
        {
            var added = await city.AskAsync<Drafts, Answer<DraftFile>>(d => d.AddFileAsync(draft.Id, field, field + ".pdf", new MemoryStream(Encoding.ASCII.GetBytes("%PDF-1.7 " + field)), default));
            Assert.Null(added.Refused);
        }

        return await city.AskAsync<Requesting, Answer<Receipt>>(r => r.FileAsync(draft.Id, by, IntentKey.New(), default));
    }

    public async Task<Receipt> FileExtractAsync(JsonObject? answers = null)
    {
        var receipt = await TryFileAsync("zone-extract", answers ?? Extract());
        Assert.Null(receipt.Refused);
        return receipt.Value!;
    }

    public async Task<Receipt> FilePermitAsync()
    {
        var receipt = await TryFileAsync("construction-permit-ii", Permit(), "architecture", "structure", "organisation");
        Assert.Null(receipt.Refused);
        return receipt.Value!;
    }

    /// <summary>Two pictures of the site, as the inspector's form asks for.</summary>
    public static (string Field, string Name, byte[] Bytes)[] Pictures() => [("pictures", "north.jpg", Report.Jpeg), ("pictures", "south.jpg", Report.Jpeg)];

    public async Task MustAsync(Guid id, string task, string outcome, JsonObject? answers = null) =>
        Assert.Null(await CompleteAsync(id, task, outcome, answers, task == "inspection" ? Pictures() : []));

    public Task<Refusal?> CompleteAsync(Guid id, string task, string outcome, JsonObject? answers = null, params (string Field, string Name, byte[] Bytes)[] files) =>
        desk.CompleteAsync(id, task, outcome, answers, files);

    public async Task<(string Id, Actor Person)> ClaimAsync(Guid id, string task)
    {
        var row = await desk.TaskAsync(id, task);
        var person = await desk.PersonAsync(row.Role!, row.Unit!);
        Assert.Null(await city.AskAsync<Application.Desk.TaskDesk, Refusal?>(d => d.ClaimAsync(row.Id, person, default)));
        return (row.Id, person);
    }

    public async Task<string> AskedAsync(Guid id, string task) => (await desk.TaskAsync(id, task)).Id;

    public Task<Case> CaseAsync(Guid id) => desk.CaseAsync(id);

    public async Task<string[]> OpenAsync(Guid id) => [.. (await desk.OpenTasksAsync(id)).Select(t => t.Name).Order(StringComparer.Ordinal)];

    public Task<WorkTaskView> TaskAsync(Guid id, string name) => WorkTaskView.OfAsync(desk, id, name);

    /// <summary>The applicant says what was corrected.</summary>
    public async Task CorrectAsync(Guid id)
    {
        var (task, by) = ((await desk.TaskAsync(id, "correct")).Id, await ApplicantAsync());
        Assert.Null(await city.AskAsync<Following, Refusal?>(f => f.AnswerAsync(id, task, "Submitted", new JsonObject { ["answer"] = "The signed plan is added." }, by, IntentKey.New(), default)));
    }

    public Task FlawAsync(Guid id, int? days = null)
    {
        var answers = new JsonObject { ["missing"] = "The plan is not signed." };
        if (days is { } given) answers["flawDays"] = given;
        return MustAsync(id, "formal-check", "Flaw", answers);
    }

    public static JsonObject Found() => new() { ["zone"] = "residential-medium", ["functions"] = "Houses, shops on the ground floor", ["k1"] = "0.5", ["k2"] = "2.5", ["k3"] = "0.2" };

    public static JsonObject Inspection() => new() { ["visitedOn"] = "2026-11-25", ["measurements"] = "Plot 598 square metres", ["violations"] = "no", ["recommendation"] = "issue" };

    public static JsonObject Issue(string fee = "1 200") => new() { ["months"] = 24, ["fee"] = fee == "0" ? 0L : 120_000L, ["reason"] = "The design keeps to the conditions of the first stage." };

    public static JsonObject Refusal() => new() { ["reasonCode"] = "coefficients-exceeded", ["reason"] = "K2 of the design is 3.1, and the zone allows 2.5." };

    public string LastLetter() => city.Mail.Sent[^1].Body;
}

/// <summary>Who has to do a task, and by when.</summary>
public sealed record WorkTaskView(string? Role, string? Unit, DateTime? DueAtUtc)
{
    internal static async Task<WorkTaskView> OfAsync(StreetFault desk, Guid id, string name)
    {
        var task = await desk.TaskAsync(id, name);
        return new(task.Role, task.Unit, task.DueAtUtc);
    }
}
