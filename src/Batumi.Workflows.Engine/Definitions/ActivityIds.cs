namespace Batumi.Workflows.Engine.Definitions;

/// <summary>
/// Ids of activities. Those of a definition that is used as an activity begin, inside the one that uses it, with that activity's id and a mark, so
/// that they are unique in the run.
/// </summary>
public static class ActivityIds
{
    /// <summary>Stands between the id of an activity that is a definition and the ids of the activities of that definition.</summary>
    public const char Inside = '\u203A';

    /// <summary>What stands before the shown id: the activities around it that are definitions.</summary>
    internal static string Around(string id) => id.LastIndexOf(Inside) is >= 0 and var at ? id[..(at + 1)] : "";

    /// <summary>The id as it is written in the definition that the activity is of.</summary>
    public static string Shown(string id) => id.LastIndexOf(Inside) is >= 0 and var at ? id[(at + 1)..] : id;
}
