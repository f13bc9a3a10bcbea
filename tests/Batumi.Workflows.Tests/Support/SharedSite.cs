namespace Batumi.Workflows.Tests.Support;

/// <summary>One site for all tests of a class that do not disturb each other.</summary>
public sealed class SharedSite : IAsyncLifetime
{
    public Site Site { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Site.DisposeAsync();
}
