using System.Security.Cryptography;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;

namespace Batumi.Workflows.Benchmarks;

/// <summary>Rows that the bare ways write with EF Core, in the sizes of the host's.</summary>
internal static class BareRows
{
    public static WorkTask Task(Guid run, DateTime now) => new()
    {
        Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), RunId = run, ActivityId = "ping", Kind = "Staff", Name = "ping", Role = "dispatcher", Unit = "MSA", Outcomes = "Done",
        OpenedAtUtc = now, DueAtUtc = now.AddDays(3), DueRule = "3 working-days", Status = WorkTaskStatus.Open,
    };

    public static JournalEntry Entry(Run run, DateTime now, Written written) => new()
    {
        RunId = run.Id, Sequence = run.Turn, AtUtc = now, ActorKind = ActorKind.System, Kind = JournalKind.TaskCompleted, Subject = "task", Outcome = "Done", ActivityId = "ping",
        DefinitionId = run.DefinitionId, DefinitionVersion = 1, SemanticsVersion = 1, CalendarVersion = 1, Seed = run.Turn, Events = written.Events, PayloadCipher = written.Payload,
        StructureHash = new byte[32], PreviousHash = new byte[32], Hash = new byte[32],
    };

    public static CarriedOut Intent(Run run, DateTime now, string purpose) => new() { Intent = IntentKey.New().Value, Purpose = purpose, RunId = run.Id, Turn = run.Turn, AtUtc = now };
}
