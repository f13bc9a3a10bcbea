using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Batumi.Workflows.Tests.Support.Smtp;

public sealed class SmtpServerTests : IAsyncLifetime
{
    private readonly SmtpServer server = new(requiresAuthentication: true);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task A_letter_with_a_Georgian_subject_arrives_encrypted_and_signed_in(string mechanism)
    {
        using var client = await SignedInAsync(mechanism);

        await client.SendAsync(Letter(to: "nino@example.ge"));

        var letter = Assert.Single(server.LettersTo("nino@example.ge"));
        Assert.Equal("თქვენი მოთხოვნა მიღებულია", letter.Subject);
        Assert.Equal(".dots\n..stay\n.\nბოლო ხაზი", letter.Text);
        Assert.Equal("city@batumi.example", letter.Sender);
        Assert.True(letter.WasEncrypted);
        Assert.Equal("city", letter.User);
    }

    [Fact]
    public async Task A_Georgian_address_arrives_as_it_was_written()
    {
        using var client = await SignedInAsync();

        var letter = Letter(to: "ნინო@მაგალითი.ge");
        await client.SendAsync(new FormatOptions { International = true }, letter);

        Assert.Equal(["ნინო@მაგალითი.ge"], Assert.Single(server.Mailbox).Recipients);
    }

    [Fact]
    public async Task A_greylisted_recipient_is_accepted_when_tried_again()
    {
        server.RefuseNextRecipients(451);
        using var client = await SignedInAsync();

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(Letter()));
        await client.SendAsync(Letter());

        Assert.Equal(451, (int)refused.StatusCode);
        Assert.Single(server.Mailbox);
    }

    [Fact]
    public async Task An_unknown_recipient_is_refused_for_good()
    {
        server.RefuseNextRecipients(550);
        using var client = await SignedInAsync();

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(Letter()));

        Assert.Equal(550, (int)refused.StatusCode);
        Assert.Equal(SmtpErrorCode.RecipientNotAccepted, refused.ErrorCode);
        Assert.Empty(server.Mailbox);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        using var client = await ConnectedAsync();

        await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsync("city", "guess"));
    }

    [Fact]
    public async Task Who_has_not_signed_in_cannot_send()
    {
        using var client = await ConnectedAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync(Letter()));

        Assert.Empty(server.Mailbox);
    }

    [Fact]
    public async Task A_line_that_is_cut_after_the_letter_leaves_the_sender_in_doubt_and_the_letter_in_the_box()
    {
        server.CutTheLineAfterNextLetters();
        using var client = await SignedInAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync(Letter()));

        Assert.Single(server.Mailbox);
        using var again = await SignedInAsync();
        await again.SendAsync(Letter());
        Assert.Equal(2, server.Mailbox.Count);
    }

    [Fact]
    public async Task A_server_that_is_down_answers_nobody_and_comes_back_at_the_same_port()
    {
        await server.StopAsync();
        await Assert.ThrowsAsync<SocketException>(() => ConnectedAsync());

        server.Restart();
        using var client = await SignedInAsync();
        await client.SendAsync(Letter());

        Assert.Single(await server.WaitForAsync(1));
    }

    private static MimeMessage Letter(string to = "nino@example.ge") => new(
        [new MailboxAddress("ქალაქი ბათუმი", "city@batumi.example")], [new MailboxAddress("", to)],
        "თქვენი მოთხოვნა მიღებულია", new TextPart("plain") { Text = ".dots\r\n..stay\r\n.\r\nბოლო ხაზი" });

    private async Task<SmtpClient> ConnectedAsync()
    {
        var client = new SmtpClient { ServerCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == server.Certificate.GetCertHashString() };
        await client.ConnectAsync(server.Host, server.Port, SecureSocketOptions.StartTls);
        return client;
    }

    private async Task<SmtpClient> SignedInAsync(string mechanism = "PLAIN")
    {
        var client = await ConnectedAsync();
        client.AuthenticationMechanisms.IntersectWith([mechanism]);
        await client.AuthenticateAsync(server.User, server.Password);
        return client;
    }
}
