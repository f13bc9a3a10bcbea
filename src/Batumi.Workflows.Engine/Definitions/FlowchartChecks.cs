namespace Batumi.Workflows.Engine.Definitions;

/// <summary>What can be seen to be wrong with a flowchart before it runs.</summary>
internal static class FlowchartChecks
{
    public static void Run(Activity flowchart, DefinitionChecks checks)
    {
    }
}
