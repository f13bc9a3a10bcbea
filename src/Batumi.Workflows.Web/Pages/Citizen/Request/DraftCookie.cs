using System.Globalization;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace Batumi.Workflows.Web.Pages.Citizen.Request;

/// <summary>
/// Which unfinished request this browser is writing, one a service: the cookie holds the draft's token. A draft's id goes to the browser sealed only,
/// because whoever knows it may see the receipt.
/// </summary>
public sealed class DraftCookie(IHttpContextAccessor accessor, Drafts drafts, IDataProtectionProvider protection)
{
    private const string Writing = "workflows.draft", Sent = "workflows.sent";
    private static readonly TimeSpan sentLife = TimeSpan.FromHours(1);

    private readonly IDataProtector seal = protection.CreateProtector("Citizen.Request.Draft");

    private HttpContext Http => accessor.HttpContext!;

    public async Task<DraftView?> FindAsync(string service, CancellationToken ct) =>
        await drafts.FindAsync(Http.Request.Cookies[Writing], Http.Actor(), ct) is { } draft && draft.ServiceKey == service ? draft : null;

    /// <summary>At the counter it goes with the browser's window: what is written there is somebody else's.</summary>
    public void Keep(DraftView draft) => Http.Response.Cookies.Append(Writing, draft.Token, Options(draft.ServiceKey, draft.IsAtCounter ? TimeSpan.Zero : Drafts.Life));

    /// <summary>After it was sent: the back button leads to the receipt.</summary>
    public void MarkSent(string service, Guid draftId)
    {
        Forget(service);
        Http.Response.Cookies.Append(Sent, Seal(draftId), Options(service, sentLife));
    }

    public void Forget(string service) => Http.Response.Cookies.Delete(Writing, Options(service, TimeSpan.Zero));

    /// <summary>A new request of the same service: the earlier receipt is not where its back button leads.</summary>
    public void ForgetSent(string service) => Http.Response.Cookies.Delete(Sent, Options(service, TimeSpan.Zero));

    /// <summary>What this browser sent last.</summary>
    public Guid? SentDraft => Open(Http.Request.Cookies[Sent]);

    public string Seal(Guid draftId) => seal.Protect(draftId.ToString("N", CultureInfo.InvariantCulture));

    public Guid? Open(string? sealedId)
    {
        if (string.IsNullOrEmpty(sealedId)) return null;
        try
        {
            return Guid.ParseExact(seal.Unprotect(sealedId), "N");
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private CookieOptions Options(string service, TimeSpan life) => new()
    {
        HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = Http.Request.IsHttps, MaxAge = life > TimeSpan.Zero ? life : null, Path = $"/services/{service}/request",
    };
}
