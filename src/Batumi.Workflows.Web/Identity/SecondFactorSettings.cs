using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Web.Identity;

/// <summary>Whether staff sign in with a code of their phone as well.</summary>
public enum SecondFactor { Off, Asked, Required }

/// <param name="OfStaff">Off: nobody is told of it; asked: whoever wants may; required: staff without it reach only the page that sets it up.</param>
public sealed record SecondFactorSettings(SecondFactor OfStaff)
{
    private const string Key = "Identity:StaffSecondFactor";

    /// <exception cref="SettingsException">None of the three.</exception>
    public static SecondFactorSettings Read(IConfiguration configuration)
    {
        if (configuration[Key] is not { Length: > 0 } set) return new(configuration.GetValue<bool>("Demo:Enabled") ? SecondFactor.Off : SecondFactor.Asked);
        return Enum.TryParse<SecondFactor>(set, ignoreCase: true, out var known) && Enum.IsDefined(known) ? new(known) : throw new SettingsException($"{Key} is '{set}'. Choose Off, Asked or Required.");
    }
}
