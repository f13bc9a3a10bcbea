namespace Batumi.Workflows.Application.Register;

/// <summary>How a request came to the city, in the words of the figures.</summary>
public static class Channels
{
    public const string Online = "online";

    /// <summary>Said at the counter and written down by a clerk.</summary>
    public const string ServiceCentre = "service_centre";
}
