namespace Batumi.Workflows.Tests.Support;

public sealed class FullTests
{
    [Fact]
    public void A_reduced_count_says_what_and_how_much_of_how_much() =>
        Assert.Equal("REDUCED: walks: 20 of 200", Full.Line(20, 200, "walks"));

    [Fact]
    public void A_count_that_is_not_reduced_is_whole() => Assert.Equal(5, Full.Count(5, 5, "never said"));
}
