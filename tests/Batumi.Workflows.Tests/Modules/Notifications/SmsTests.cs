using System.Text;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Modules.Notifications;

/// <summary>Text messages through a real gateway, for those who agreed to them, in good and bad weather.</summary>
public sealed class SmsTests : IAsyncLifetime
{
    private const string Phone = "+995555123456";
    private static readonly JsonObject agreed = new() { ["sms"] = new JsonArray("yes") };

    private SmsGateway gateway = null!;
    private TestCity city = null!;

    public async Task InitializeAsync()
    {
        gateway = await SmsGateway.StartAsync();
        city = await OpenAsync(new(gateway.Url, "Authorization", "Bearer secret", SmsSettings.UsualBody, TimeSpan.FromSeconds(20)));
    }

    public async Task DisposeAsync()
    {
        await city.DisposeAsync();
        await gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("ka", "ბათუმის მერია: მივიღეთ თქვენი შეტყობინება. საქმის ნომერი: ")]
    [InlineData("en", "Batumi City Hall: we have your report. Case number: ")]
    public async Task Whoever_agreed_gets_the_number_of_the_case_on_the_phone_and_nothing_else(string language, string words)
    {
        var receipt = await new StreetFault(city).FileAsync(agreed, language);
        var row = await TextAsync();
        Assert.DoesNotContain("555123456", Encoding.Latin1.GetString([.. row.AddressCipher!, .. row.BodyCipher, .. row.SubjectCipher]), StringComparison.Ordinal);
        await SendAsync();

        Assert.Equal(new ReceivedText(row.Id, "Bearer secret", Phone, words + receipt.Number), Assert.Single(gateway.Received));
        Assert.Equal(LetterStatus.Sent, (await TextAsync()).Status);
        Assert.Single(city.Mail.Sent);
        Assert.Single(await city.AskAsync<CaseLetters, IReadOnlyList<LetterView>>(letters => letters.ListAsync(receipt.CaseId, default)));        // the page of the case shows the letter once
        var report = await city.AskAsync<Replay, ReplayReport>(r => r.RunAsync(default));
        Assert.Empty(report.Differences);
    }

    [Fact]
    public async Task Without_the_tick_or_without_a_phone_no_row_is_written()
    {
        var fault = new StreetFault(city);
        await fault.FileAsync();
        await fault.FileAsync(new() { ["sms"] = new JsonArray("yes"), ["phone"] = null });
        Assert.Empty(await TextsAsync(city));
    }

    [Fact]
    public async Task Without_a_gateway_no_row_is_written()
    {
        await using var without = await OpenAsync(SmsSettings.None);
        await new StreetFault(without).FileAsync(agreed);
        Assert.Empty(await TextsAsync(without));
        Assert.NotEmpty(await without.QueryAsync(db => db.Set<Letter>().ToListAsync()));
    }

    [Fact]
    public async Task A_refused_number_becomes_an_incident_and_a_retry_settles_it()
    {
        gateway.Instead = context => Answer(context, StatusCodes.Status422UnprocessableEntity);
        await new StreetFault(city).FileAsync(agreed);
        await SendAsync();
        city.Time.Advance(TimeSpan.FromDays(1));
        await SendAsync();
        Assert.Single(gateway.Received);

        var incident = Assert.Single((await city.AskAsync<IncidentDesk, IncidentPage>(i => i.ListAsync(true, 1, default))).Lines);
        Assert.Equal(("registered: 422", LetterStatus.Failed), (incident.Detail, (await TextAsync()).Status));
        gateway.Instead = null;
        Assert.Null(await city.AskAsync<IncidentDesk, Refusal?>(i => i.RetryAsync(incident.IncidentId, Actor.System, IntentKey.New(), default)));
        await SendAsync();
        Assert.Equal(LetterStatus.Sent, (await TextAsync()).Status);
    }

    [Theory]
    [InlineData(StatusCodes.Status503ServiceUnavailable)]
    [InlineData(StatusCodes.Status429TooManyRequests)]
    [InlineData(StatusCodes.Status401Unauthorized)]
    [InlineData(StatusCodes.Status302Found)]
    public async Task A_gateway_that_cannot_now_gets_the_message_later(int code)
    {
        gateway.Instead = context => Answer(context, code);
        await new StreetFault(city).FileAsync(agreed);
        await SendAsync();
        await SendAsync();
        Assert.Single(gateway.Received);
        var waiting = await TextAsync();
        Assert.Equal((LetterStatus.Waiting, 1, $"{code}"), (waiting.Status, waiting.Attempts, waiting.LastError));

        gateway.Instead = null;
        city.Time.Advance(TimeSpan.FromSeconds(31));
        await SendAsync();
        Assert.Equal(2, gateway.Received.Count);
        Assert.Equal(LetterStatus.Sent, (await TextAsync()).Status);
    }

    [Fact]
    public async Task A_gateway_that_never_answers_is_asked_again()
    {
        await using var impatient = await OpenAsync(new(gateway.Url, "Authorization", null, SmsSettings.UsualBody, TimeSpan.FromMilliseconds(300)));
        gateway.Instead = UntilGoneAsync;
        await new StreetFault(impatient).FileAsync(agreed);
        await SendAsync(impatient);
        var waiting = Assert.Single(await TextsAsync(impatient));
        Assert.Equal((LetterStatus.Waiting, 1), (waiting.Status, waiting.Attempts));

        gateway.Instead = null;
        impatient.Time.Advance(TimeSpan.FromSeconds(31));
        await SendAsync(impatient);
        Assert.Equal(LetterStatus.Sent, Assert.Single(await TextsAsync(impatient)).Status);
        Assert.Single(gateway.Received.Select(text => text.Key).Distinct());
    }

    [Fact]
    public async Task A_worker_killed_between_the_gateway_s_word_and_its_own_mark_leads_to_a_second_delivery_with_the_same_key()
    {
        await new StreetFault(city).FileAsync(agreed);
        using var kill = new CancellationTokenSource();
        gateway.Instead = async context =>
        {
            await kill.CancelAsync();
            await UntilGoneAsync(context);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => city.AskAsync<Outbox, int>(outbox => outbox.SendDueAsync(kill.Token)));
        gateway.Instead = null;
        await SendAsync();
        Assert.Single(gateway.Received);        // the claim of the dead worker still stands

        city.Time.Advance(TimeSpan.FromMinutes(3));
        await SendAsync();
        Assert.Equal(2, gateway.Received.Count);
        Assert.Equal(gateway.Received[0], gateway.Received[1]);
        Assert.Equal(LetterStatus.Sent, (await TextAsync()).Status);
    }

    [Fact]
    public async Task Consent_taken_back_while_a_message_waits_stops_it_and_all_later_ones()
    {
        gateway.Instead = context => Answer(context, StatusCodes.Status503ServiceUnavailable);
        var receipt = await new StreetFault(city).FileAsync(agreed);
        await SendAsync();
        var intent = IntentKey.New();
        for (var press = 0; press < 2; press++) Assert.Null(await city.AskAsync<Following, Refusal?>(f => f.StopTextsAsync(receipt.CaseId, Actor.Anonymous, intent, default)));

        gateway.Instead = null;
        city.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await city.AskAsync<Messages, Refusal?>(m => m.WriteAsync(receipt.CaseId, "A word of the city", false, Actor.System, IntentKey.New(), default)));
        await SendAsync();
        Assert.Single(gateway.Received);
        Assert.Equal(LetterStatus.Stopped, (await TextAsync()).Status);
        Assert.Equal("Letter.Stopped", (await city.AskAsync<OutboxDesk, Refusal?>(async desk => await desk.RetryAsync((await TextAsync()).Id, Actor.System, default)))?.Code);
        var c = await city.QueryAsync(db => db.Set<Case>().SingleAsync(x => x.Id == receipt.CaseId));
        Assert.Null(c.TextsAgreedAtUtc);
        Assert.DoesNotContain("sms", c.Answers, StringComparison.Ordinal);
        Assert.Equal(1, await city.QueryAsync(db => db.Set<JournalEntry>().CountAsync(e => e.RunId == receipt.CaseId && e.Kind == JournalKind.TextsStopped)));
        Assert.Empty((await city.AskAsync<Replay, ReplayReport>(r => r.RunAsync(default))).Differences);
    }

    [Fact]
    public async Task Consent_taken_back_after_a_refused_number_settles_its_incident()
    {
        gateway.Instead = context => Answer(context, StatusCodes.Status400BadRequest);
        var receipt = await new StreetFault(city).FileAsync(agreed);
        await SendAsync();
        Assert.Null(await city.AskAsync<Following, Refusal?>(f => f.StopTextsAsync(receipt.CaseId, Actor.Anonymous, IntentKey.New(), default)));
        Assert.Empty(await city.QueryAsync(db => db.Set<Incident>().Where(i => i.Status == IncidentStatus.Open).ToListAsync()));
    }

    [Fact]
    public async Task Consent_can_be_taken_back_when_the_case_is_over()
    {
        gateway.Instead = context => Answer(context, StatusCodes.Status503ServiceUnavailable);
        var receipt = await new StreetFault(city).FileAsync(agreed);
        Assert.Null(await city.AskAsync<Following, Refusal?>(f => f.WithdrawAsync(receipt.CaseId, Actor.Anonymous, IntentKey.New(), default)));
        Assert.Equal(2, (await TextsAsync(city)).Count);
        Assert.Null(await city.AskAsync<Following, Refusal?>(f => f.StopTextsAsync(receipt.CaseId, Actor.Anonymous, IntentKey.New(), default)));
        await SendAsync();
        Assert.Empty(gateway.Received);
        Assert.All(await TextsAsync(city), text => Assert.Equal(LetterStatus.Stopped, text.Status));
    }

    [Fact]
    public async Task On_the_page_of_the_case_the_applicant_stops_them()
    {
        await using var site = new Site(settings: new Dictionary<string, string> { ["Sms:Url"] = gateway.Url, ["Sms:KeyHeader"] = "X-Api-Key", ["Sms:Key"] = "k" });
        var draft = (await site.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", Actor.Anonymous, "en", default))).Value!;
        var answers = new JsonObject
        {
            ["category"] = "pothole", ["description"] = StreetFault.Description, ["place"] = new JsonObject { ["words"] = "Gorgiladze 12" }, ["danger"] = "no", ["phone"] = Phone, ["sms"] = new JsonArray("yes"),
        };
        Assert.Null(await site.AskAsync<Drafts, Refusal?>(d => d.SaveAsync(draft.Id, answers, [.. answers.Select(a => a.Key)], default)));
        var receipt = (await site.AskAsync<Requesting, Answer<Receipt>>(r => r.FileAsync(draft.Id, Actor.Anonymous, IntentKey.New(), default))).Value!;

        var visitor = await site.Visitor("en").OpenAsync($"/follow/{receipt.Number}/{receipt.Secret}");
        await visitor.FollowAsync("Stop text messages");
        await visitor.SubmitAsync();
        Assert.Contains("You get no more text messages.", visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Stop text messages", visitor.Text, StringComparison.Ordinal);
        Assert.Equal($"/follow/{receipt.Number}/{receipt.Secret}", (await visitor.OpenAsync(visitor.Address + "/texts")).Address);
        await site.AskAsync<Outbox, int>(outbox => outbox.SendDueAsync(default));
        Assert.Empty(gateway.Received);
    }

    [Fact]
    public void What_stands_for_a_value_is_written_as_json_writes_it()
    {
        var body = (SmsSettings.None with { Body = """{"messages":[{"msisdn":"{to}","body":"{text}"}]}""" }).BodyOf(new("k", Phone, "„a\"b\\c“"));
        var message = JsonNode.Parse(body)!["messages"]![0]!;
        Assert.Equal((Phone, "„a\"b\\c“"), ((string)message["msisdn"]!, (string)message["body"]!));
    }

    [Theory]
    [InlineData("Sms:Url", "gateway")]
    [InlineData("Sms:Body", "to={to}&text={text}")]
    [InlineData("Sms:Body", """{"text":"{text}"}""")]
    [InlineData("Sms:TimeoutSeconds", "0")]
    public void Settings_that_cannot_work_stop_the_start(string key, string value)
    {
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Sms:Url"] = "https://gateway.test/send", [key] = value };
        var told = Assert.Throws<SettingsException>(() => Web.Hosting.CityConfiguration.ReadCity(settings, Repository.Root));
        Assert.Contains(key, told.Message, StringComparison.Ordinal);
    }

    private static Task Answer(HttpContext context, int code)
    {
        context.Response.StatusCode = code;
        return Task.CompletedTask;
    }

    private static async Task UntilGoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static Task<TestCity> OpenAsync(SmsSettings settings) => TestCity.OpenAsync(with: services => services.AddSingleton<ISmsSender>(_ => new HttpSmsSender(settings)));

    private Task SendAsync() => SendAsync(city);

    private static Task<int> SendAsync(TestCity city) => city.AskAsync<Outbox, int>(outbox => outbox.SendDueAsync(default));

    private async Task<Letter> TextAsync() => Assert.Single(await TextsAsync(city));

    private static Task<List<Letter>> TextsAsync(TestCity city) => city.QueryAsync(db => db.Set<Letter>().AsNoTracking().Where(l => l.Channel == LetterChannel.Text).ToListAsync());
}
