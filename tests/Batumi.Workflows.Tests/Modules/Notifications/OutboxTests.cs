using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Tests.Support.Smtp;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.Notifications;

/// <summary>Letters through a real mail server, in good and bad weather.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private readonly SmtpServer server = new(requiresAuthentication: true);
    private TestCity city = null!;

    public async Task InitializeAsync() => city = await TestCity.OpenAsync(mail: new(server.Host, server.Port, "StartTls", server.User, server.Password,
        "no-reply@city.test", "ბათუმის მერია", server.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)));

    public async Task DisposeAsync()
    {
        await city.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("ka", "მივიღეთ თქვენი შეტყობინება")]
    [InlineData("en", "we have your report")]
    public async Task The_reporter_reads_the_letter_in_the_language_of_the_report(string language, string subject)
    {
        var receipt = await new StreetFault(city).FileAsync(language: language);
        await SendAsync();

        var letter = Assert.Single(await server.WaitForAsync(1));
        Assert.Equal($"{receipt.Number}: {subject}", letter.Subject);
        Assert.Contains($"http://city.test/follow/{receipt.Number}/{receipt.Secret}", letter.Text, StringComparison.Ordinal);
        Assert.Equal(server.User, letter.User);
        Assert.True(letter.WasEncrypted);
        Assert.DoesNotContain("{{", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_and_template_signs_in_what_people_type_stay_text()
    {
        await new StreetFault(city).FileAsync(new() { ["name"] = "{{ link }}<b>" });
        await SendAsync();
        var letter = Assert.Single(await server.WaitForAsync(1));
        Assert.Contains("{{ link }}<b>", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_server_gets_the_letter_later()
    {
        server.RefuseNextRecipients(451);
        await new StreetFault(city).FileAsync();
        await SendAsync();
        Assert.Empty(server.Mailbox);

        city.Time.Advance(TimeSpan.FromSeconds(31));
        await SendAsync();
        Assert.Single(await server.WaitForAsync(1));
        Assert.Equal(LetterStatus.Sent, (await LetterAsync()).Status);
    }

    [Fact]
    public async Task A_refused_address_becomes_an_incident_and_a_retry_settles_it()
    {
        server.RefuseNextRecipients(550);
        await new StreetFault(city).FileAsync();
        await SendAsync();

        Assert.Equal(LetterStatus.Failed, (await LetterAsync()).Status);
        var incident = Assert.Single((await city.AskAsync<IncidentDesk, IncidentPage>(i => i.ListAsync(true, 1, default))).Lines);
        Assert.Contains("550", incident.Detail, StringComparison.Ordinal);
        Assert.Null(await city.AskAsync<IncidentDesk, Refusal?>(i => i.RetryAsync(incident.IncidentId, Actor.System, IntentKey.New(), default)));
        await SendAsync();
        Assert.Single(await server.WaitForAsync(1));
        Assert.Empty(await city.QueryAsync(db => db.Set<Incident>().Where(i => i.Status == IncidentStatus.Open).ToListAsync()));
    }

    [Fact]
    public async Task A_dead_server_loses_nothing()
    {
        await server.StopAsync();
        var fault = new StreetFault(city);
        for (var i = 0; i < 3; i++) await fault.FileAsync();
        for (var i = 0; i < 6; i++)
        {
            await SendAsync();
            city.Time.Advance(TimeSpan.FromMinutes(10));
        }

        server.Restart();
        city.Time.Advance(TimeSpan.FromHours(6));
        await SendAsync();
        Assert.Equal(3, (await server.WaitForAsync(3)).Count);
    }

    [Fact]
    public async Task A_line_cut_after_the_letter_leads_to_a_second_delivery_with_the_same_key()
    {
        server.CutTheLineAfterNextLetters();
        await new StreetFault(city).FileAsync();
        await SendAsync();
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();

        var letters = await server.WaitForAsync(2);
        Assert.Equal(letters[0].Message.Headers["X-Letter-Key"], letters[1].Message.Headers["X-Letter-Key"]);
        Assert.Equal(letters[0].Message.MessageId, letters[1].Message.MessageId);
    }

    [Fact]
    public async Task A_report_without_an_address_is_answered_on_its_page_only()
    {
        await new StreetFault(city).FileAsync(new() { ["email"] = null });
        await SendAsync();
        Assert.Equal(LetterStatus.NoAddress, (await LetterAsync()).Status);
        Assert.Empty(server.Mailbox);
    }

    [Fact]
    public async Task A_letter_that_cannot_even_be_handed_over_holds_up_no_other_and_becomes_an_incident_after_two_days()
    {
        await using var city = await TestCity.OpenAsync();
        city.Mail.Answer = mail => mail.To.StartsWith("poison", StringComparison.Ordinal) ? throw new NotSupportedException() : new Delivery.Accepted();
        var fault = new StreetFault(city);
        await fault.FileAsync(new() { ["email"] = "poison@example.test" });
        await fault.FileAsync();

        await city.PassAsync(TimeSpan.Zero);
        Assert.Equal("nino@example.test", Assert.Single(city.Mail.Sent).To);
        for (var hour = 0; hour < 47; hour++) await city.PassAsync(TimeSpan.FromHours(1));
        Assert.Empty(await city.QueryAsync(db => db.Set<Incident>().ToListAsync()));

        for (var hour = 0; hour < 14; hour++) await city.PassAsync(TimeSpan.FromHours(1));
        Assert.EndsWith(nameof(NotSupportedException), Assert.Single(await city.QueryAsync(db => db.Set<Incident>().ToListAsync())).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_mail_server_letters_wait_untried()
    {
        await using var city = await TestCity.OpenAsync(mail: new("", 25, "None", null, null, "no-reply@city.test", "City"));
        await new StreetFault(city).FileAsync();

        await city.PassAsync(TimeSpan.FromDays(3));

        var letter = await city.QueryAsync(db => db.Set<Letter>().AsNoTracking().FirstAsync());
        Assert.Equal((LetterStatus.Waiting, 0), (letter.Status, letter.Attempts));
    }

    [Fact]
    public async Task A_server_that_offers_no_safe_line_gets_nothing_and_the_letter_waits()
    {
        var plain = new Support.Smtp.SmtpServer(requiresAuthentication: false);
        await using var _ = plain;
        await using var city = await TestCity.OpenAsync(mail: new(plain.Host, plain.Port, "Tls", null, null, "no-reply@city.test", "City"));
        await new StreetFault(city).FileAsync();

        await city.PassAsync(TimeSpan.Zero);

        Assert.Empty(plain.Mailbox);
        Assert.Equal(LetterStatus.Waiting, (await city.QueryAsync(db => db.Set<Letter>().AsNoTracking().FirstAsync())).Status);
    }

    private Task<int> SendAsync() => city.AskAsync<Outbox, int>(o => o.SendDueAsync(default));

    private Task<Letter> LetterAsync() => city.QueryAsync(db => db.Set<Letter>().AsNoTracking().FirstAsync());
}
