namespace Batumi.Workflows.Application.Primitives;

/// <summary>Who does something: the journal's "who".</summary>
/// <param name="Kind">In which capacity.</param>
/// <param name="AccountId">The account, when there is one.</param>
/// <param name="DisplayName">Name as colleagues see it; empty for the public.</param>
/// <param name="Posts">Roles held, each in one unit.</param>
public sealed record Actor(ActorKind Kind, Guid? AccountId, string DisplayName, IReadOnlyList<Post> Posts)
{
    public static Actor System { get; } = new(ActorKind.System, null, "", []);
    public static Actor Anonymous { get; } = new(ActorKind.Anonymous, null, "", []);

    /// <summary>Holds the role in that unit; with no unit named, in any.</summary>
    public bool Holds(string role, string? unit = null) => Posts.Any(p => p.Role == role && (unit is null || p.Unit == unit));

    public bool IsStaff => Posts.Count > 0;
}

/// <summary>A role in a unit, such as dispatcher in MSA.</summary>
public sealed record Post(string Role, string Unit);

public enum ActorKind { System, Anonymous, Citizen, Staff }

/// <summary>Roles of the street-fault service and of administration (domain model, roles).</summary>
public static class Roles
{
    public const string Dispatcher = "dispatcher";
    public const string ProviderCrew = "provider_crew";
    public const string UnitHead = "unit_head";
    public const string Finance = "finance";

    /// <summary>Files at the counter for people who come there.</summary>
    public const string Registrar = "registrar";

    public const string CaseOfficer = "case_officer";
    public const string Lawyer = "lawyer";
    public const string Inspector = "inspector";
    public const string Signatory = "signatory";

    /// <summary>Another body that is asked for its opinion.</summary>
    public const string ExternalAgency = "external_agency";

    public const string Auditor = "auditor";
    public const string Administrator = "administrator";

    /// <summary>The unit whose administrators look after everything; those of other units after what belongs to theirs.</summary>
    public const string CentralUnit = "ADM";

    public static IReadOnlyList<string> All { get; } =
        [Dispatcher, ProviderCrew, Registrar, CaseOfficer, Lawyer, Inspector, Signatory, ExternalAgency, UnitHead, Finance, Auditor, Administrator];
}
