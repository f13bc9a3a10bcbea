using System.Collections.Concurrent;
using Batumi.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>Logs go where many people look: nothing of any applicant may stand in them, at any level.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task No_level_of_any_log_holds_a_personal_value()
    {
        var lines = new Lines();
        await using var city = await TestCity.OpenAsync(with: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines)));
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.RepairAsync(receipt.CaseId);
        await fault.VerifyAsync(receipt.CaseId, "NotOk");
        city.Mail.Answer = _ => throw new InvalidOperationException("the mail server fell over");
        await city.PassAsync(TimeSpan.FromDays(20));
        Assert.Equal("Desk.Answers", (await fault.CompleteAsync(receipt.CaseId, "work", "Fixed"))!.Code);

        Assert.True(lines.All.Count > 100, "the log was not captured");
        foreach (var personal in new[] { "Nino Tester", "nino@example.test", "555123456", StreetFault.Description, "Gorgiladze 12", receipt.Secret })
            Assert.DoesNotContain(lines.All, line => line.Contains(personal, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentBag<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            All.Add($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            All.Add(formatter(state, exception));
            if (exception is not null) All.Add(exception.ToString());
        }

        public void Dispose()
        {
        }
    }
}
