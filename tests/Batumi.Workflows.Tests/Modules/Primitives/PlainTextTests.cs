using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Tests.Modules.Primitives;

/// <summary>What is kept of a text, wherever people type one.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("\u200Bni\u200Dno\uFEFF", "nino")]
    [InlineData("\u202Egpj.eloh\u202C", "gpj.eloh")]
    [InlineData("a\u2066b\u2069\u200E\u200F\u2060", "ab")]
    [InlineData("ბა\u00ADთუმი", "ბათუმი")]
    [InlineData(" \u200B \u202A\u00AD\t", "")]
    [InlineData("one\r\ntwo\u2028three", "one two three")]
    [InlineData("\uD800a\u0007", "a")]
    [InlineData(null, "")]
    public void Signs_that_nobody_sees_are_dropped(string? typed, string kept) => Assert.Equal(kept, PlainText.Line(typed));

    [Fact]
    public void Lines_stay_lines() => Assert.Equal("one\n\ntwo", PlainText.Lines("\u200Bone\r\n\r\ntwo\r"));
}
