using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>The key of a machine that is set at start (<c>ElsaApi:ApiKey</c>). None is set: none is accepted.</summary>
public sealed class ApiKeySettings
{
    private const int ShortestKey = 20;
    private const string Scheme = "ApiKey ";

    private readonly byte[]? hash;

    private ApiKeySettings(byte[]? hash) => this.hash = hash;

    /// <exception cref="SettingsException">The key is so short that it can be guessed.</exception>
    public static ApiKeySettings Read(IConfiguration configuration)
    {
        if (configuration["ElsaApi:ApiKey"] is not { Length: > 0 } key) return new(null);
        return key.Length >= ShortestKey ? new(Hash(key)) : throw new SettingsException($"ElsaApi:ApiKey is shorter than {ShortestKey} characters. Draw a long random one.");
    }

    /// <summary>The key that a request brings (<c>Authorization: ApiKey …</c>); null: none.</summary>
    public static string? KeyOf(string authorization) => authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : null;

    /// <returns>The machine, which may do everything; null: this is not the key of the settings.</returns>
    public Machine? Admit(string key) =>
        hash is not null && CryptographicOperations.FixedTimeEquals(Hash(key), hash) ? new(new Actor(ActorKind.System, null, "API", []), MachineScopes.All) : null;

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
