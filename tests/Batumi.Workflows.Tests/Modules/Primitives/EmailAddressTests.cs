using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Tests.Modules.Primitives;

/// <summary>Which addresses letters are sent to: the same for citizens and for staff.</summary>
public sealed class EmailAddressTests
{
    private static readonly string longest = $"{new string('a', 64)}@{new string('b', 63)}.{new string('c', 63)}.{new string('d', 58)}.ge";

    [Theory]
    [InlineData("nino@example.ge", "nino@example.ge")]
    [InlineData("Nino.Abashidze+city@mail.example.com", "Nino.Abashidze+city@mail.example.com")]
    [InlineData("o'neill_5@x-y.co", "o'neill_5@x-y.co")]
    [InlineData("nino@ბათუმი.გე", "nino@xn--lodbteo1c.xn--node")]
    [InlineData("nino@bücher.de", "nino@xn--bcher-kva.de")]
    public void An_ordinary_address_is_taken(string typed, string kept) => Assert.Equal(kept, EmailAddress.Read(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b@c.de")]
    [InlineData("a b@c.d")]
    [InlineData("<a@c.de>")]
    [InlineData("Nino <a@c.de>")]
    [InlineData("a@-x.ge")]
    [InlineData("a@x-.ge")]
    [InlineData("a@[1.2.3.4]")]
    [InlineData("a@1.2.3.4")]
    [InlineData("a@b")]
    [InlineData("a@b@c.de")]
    [InlineData("@c.de")]
    [InlineData("a@")]
    [InlineData("a@.de")]
    [InlineData("a@c..de")]
    [InlineData("a@c.de.")]
    [InlineData(".a@c.de")]
    [InlineData("a..b@c.de")]
    [InlineData("ნინო@example.ge")]
    [InlineData("\"a\"@c.de")]
    [InlineData("a@c_d.de")]
    [InlineData("a@c.de\n")]
    [InlineData("a,b@c.de")]
    public void Anything_else_is_refused(string? typed) => Assert.Null(EmailAddress.Read(typed));

    [Fact]
    public void An_address_has_at_most_254_characters_and_64_before_the_sign()
    {
        Assert.Equal((254, longest), (longest.Length, EmailAddress.Read(longest)));
        Assert.Null(EmailAddress.Read(longest + "o"));
        Assert.Null(EmailAddress.Read($"{new string('a', 65)}@c.de"));
    }
}
