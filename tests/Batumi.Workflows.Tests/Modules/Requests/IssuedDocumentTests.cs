using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Modules.Running;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Modules.Requests;

/// <summary>Whoever holds a decision checks it by its number and code, whatever has become of the case since.</summary>
public sealed partial class IssuedDocumentTests
{
    [Fact]
    public async Task The_letter_carries_number_code_and_address_and_the_code_opens_nothing_else()
    {
        await using var city = await TestCity.OpenAsync();
        var receipt = await ExtractAsync(new Planning(city));
        await city.PassAsync(TimeSpan.FromSeconds(1));
        var mark = await MarkAsync(city, receipt);
        Assert.Equal((receipt.Number, $"http://city.test/check?number={receipt.Number}&code={mark.Code}"), (mark.Number, mark.Address));
        Assert.All(new[] { $"Number: {receipt.Number}", $"Code: {mark.Code}", mark.Address }, words => Assert.Contains(words, city.Mail.Sent[^1].Body, StringComparison.Ordinal));
        Assert.Matches(Printed(), mark.Code);

        var document = await CheckAsync(city, $" {receipt.Number.ToLowerInvariant()} ", mark.Code.Replace('-', ' ').ToLowerInvariant());
        Assert.Equal((receipt.Number, Outcomes.Positive, DocumentState.Valid), (document!.Number, document.Outcome, document.State));
        Assert.Equal(city.Time.GetUtcNow().UtcDateTime.AddSeconds(-1), document.IssuedAtUtc);
        Assert.Null(await city.AskAsync<Following, FollowView?>(f => f.FindAsync(receipt.Number, mark.Code, default)));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Nothing_is_told_for_another_number_another_code_or_the_secret_of_the_case()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var (first, second) = (await ExtractAsync(planning), await ExtractAsync(planning));
        var code = (await MarkAsync(city, first)).Code;
        foreach (var (number, typed) in new[] { (second.Number, code), (first.Number, "22222-22222"), (first.Number, first.Secret), (first.Number, ""), ("", code) })
            Assert.Null(await CheckAsync(city, number, typed));
        Assert.NotNull(await CheckAsync(city, first.Number, code));
    }

    [Fact]
    public async Task A_permit_holds_for_the_months_that_it_names()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var receipt = await planning.FilePermitAsync();
        foreach (var (task, outcome, answers) in new (string, string, JsonObject?)[]
        {
            ("formal-check", "Complete", null), ("opinion-heritage", "Agree", null), ("opinion-networks", "Agree", null), ("inspection", "Done", Planning.Inspection()),
            ("draft", "Permit", Planning.Issue("0")), ("legal", "Ok", null), ("sign", "Sign", null),
        }) await planning.MustAsync(receipt.CaseId, task, outcome, answers);
        await city.PassAsync(TimeSpan.FromSeconds(1));
        var mark = await MarkAsync(city, receipt);

        var document = await CheckAsync(city, mark.Number, mark.Code);
        Assert.Equal((DocumentState.Valid, new DateTime(2028, 11, 24, 19, 59, 59)), (document!.State, document.ValidUntilUtc));
        Assert.Contains(mark.Address, planning.LastLetter(), StringComparison.Ordinal);
        city.Time.SetUtcNow(new DateTimeOffset(2028, 11, 24, 20, 0, 0, TimeSpan.Zero));
        Assert.Equal(DocumentState.Expired, (await CheckAsync(city, mark.Number, mark.Code))!.State);
    }

    [Fact]
    public async Task A_reopened_case_takes_its_document_back_and_a_new_decision_replaces_it()
    {
        await using var city = await TestCity.OpenAsync();
        var desk = new StreetFault(city);
        var receipt = await desk.FileAsync();
        await desk.RepairAsync(receipt.CaseId);
        Assert.Null(await desk.VerifyAsync(receipt.CaseId, "Ok"));
        var first = await MarkAsync(city, receipt);
        city.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await city.AskAsync<Following, Refusal?>(f => f.ReopenAsync(receipt.CaseId, "The hole is back", Actor.Anonymous, IntentKey.New(), default)));

        var reopened = await CheckAsync(city, first.Number, first.Code);
        Assert.Equal((DocumentState.Reopened, city.Time.GetUtcNow().UtcDateTime), (reopened!.State, reopened.EndedAtUtc));
        Assert.Null(await city.AskAsync<IssuedDocuments, DocumentMark?>(d => d.MarkAsync(receipt.CaseId, receipt.Number, default)));

        await desk.MustAsync(receipt.CaseId, "work", "Fixed", StreetFault.Work());
        Assert.Null(await desk.VerifyAsync(receipt.CaseId, "Ok"));
        var second = await MarkAsync(city, receipt);
        Assert.NotEqual(first.Code, second.Code);
        Assert.Equal([DocumentState.Replaced, DocumentState.Valid], [(await CheckAsync(city, first.Number, first.Code))!.State, (await CheckAsync(city, second.Number, second.Code))!.State]);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_document_is_known_after_the_keys_were_changed_and_its_person_was_erased()
    {
        await using var city = await TestCity.OpenAsync();
        var receipt = await ExtractAsync(new Planning(city));
        var mark = await MarkAsync(city, receipt);
        MasterKeys.AddNext(city.Settings.Keys.Folder);
        await city.AskAsync<KeyRotation, int>(r => r.RunAsync(default));
        Assert.Equal(mark, await MarkAsync(city, receipt));

        Assert.Null(await city.AskAsync<Erasing, Refusal?>(e => e.EraseAsync(receipt.CaseId, Actor.System, "Asked for in writing", default)));
        Assert.Null(await city.AskAsync<IssuedDocuments, DocumentMark?>(d => d.MarkAsync(receipt.CaseId, receipt.Number, default)));
        Assert.Equal((receipt.Number, DocumentState.Valid), (await CheckAsync(city, mark.Number, mark.Code)) is { } known ? (known.Number, known.State) : default);
    }

    private static async Task<Receipt> ExtractAsync(Planning planning)
    {
        var receipt = await planning.FileExtractAsync();
        await planning.MustAsync(receipt.CaseId, "formal-check", "Complete");
        await planning.MustAsync(receipt.CaseId, "check-right", "RightOk", new JsonObject { ["ground"] = "owner" });
        await planning.MustAsync(receipt.CaseId, "lookup", "Found", Planning.Found());
        await planning.MustAsync(receipt.CaseId, "sign", "Sign");
        return receipt;
    }

    private static async Task<DocumentMark> MarkAsync(TestCity city, Receipt receipt) =>
        (await city.AskAsync<IssuedDocuments, DocumentMark?>(d => d.MarkAsync(receipt.CaseId, receipt.Number, default)))!;

    private static Task<CheckedDocument?> CheckAsync(TestCity city, string number, string code) => city.AskAsync<IssuedDocuments, CheckedDocument?>(d => d.CheckAsync(number, code, default));

    [GeneratedRegex("^[2-9A-HJ-KM-NP-Z]{5}-[2-9A-HJ-KM-NP-Z]{5}$")]
    private static partial Regex Printed();
}
