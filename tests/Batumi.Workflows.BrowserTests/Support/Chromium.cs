using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Support;

/// <summary>The browser of the machine: Debian's Chromium, or the one that BATUMI_CHROMIUM names. Started once for the test run.</summary>
public static class Chromium
{
    public const string Setting = "BATUMI_CHROMIUM";

    private static readonly string[] usualPlaces = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly Lazy<Task<IBrowser>> shared = new(LaunchAsync);

    /// <summary>Null when there is none.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } given ? given : usualPlaces.FirstOrDefault(File.Exists);

    public static string? WhyNot { get; } =
        Path is null ? $"no Chromium at its usual places and {Setting} is not set"
        : !File.Exists(Path) ? $"{Setting} names {Path}, which is not there"
        : null;

    public static Task<IBrowser> SharedAsync() => shared.Value;

    private static async Task<IBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(15_000);       // as long as a visit waits for anything else
        AppDomain.CurrentDomain.ProcessExit += (_, _) => playwright.Dispose();

        // Chromium's sandbox refuses to work for root, which test machines often are.
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"] });
    }
}

/// <summary>A test in a real browser: skipped by name where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.WhyNot;
}

/// <inheritdoc cref="BrowserFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.WhyNot;
}
