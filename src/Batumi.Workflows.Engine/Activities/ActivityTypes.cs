namespace Batumi.Workflows.Engine.Activities;

/// <summary>The catalog of activity types that definitions can use.</summary>
public static class ActivityTypes
{
    private static readonly ActivityType[] Known =
    [
        new Flowchart(), new Sequence(), new If(), new Start(), new End(), new Finish(), new Fault(), new WriteLine(), new SetVariable(),
        new FlowDecision(), new FlowSwitch(), new FlowFork(), new FlowJoin(), new Delay(), new Event(), new RunTask(),
        new Parallel(), new Fork(), new Switch(), new While(), new For(), new ForEach(), new ParallelForEach(), new Break(), new Complete(),
        new RunJavaScript(), new SetOutput(), new SetName(), new Correlate(), new PublishEvent(),
        new StartAt(), new Timer(), new Cron(), new SendEmail(), new SendHttpRequest(), new FlowSendHttpRequest(), new FlowNode(),
        new DispatchWorkflow(), new ExecuteWorkflow(), new BulkDispatchWorkflows(),
        new MunicipalTask(), new ApplicantForm(), new Fee(), new Wait(), new Decision(), new Letter(), new Stage(),
    ];

    private static readonly Dictionary<string, ActivityType> ByName = Known.ToDictionary(t => t.Descriptor.Type, StringComparer.Ordinal);
    private static readonly NotFound Unknown = new();

    /// <summary>Every known type, in toolbox order.</summary>
    public static IReadOnlyList<ActivityDescriptor> All { get; } = [.. Known.Select(t => t.Descriptor)];

    /// <summary>What stands for a type that is not known.</summary>
    public static ActivityDescriptor Missing => Unknown.Descriptor;

    /// <summary>A known type by name; null when there is none.</summary>
    public static ActivityDescriptor? Find(string type) => ByName.GetValueOrDefault(type)?.Descriptor;

    internal static ActivityType For(string type) => ByName.GetValueOrDefault(type, Unknown);
}
