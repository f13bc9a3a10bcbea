using System.Security.Claims;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Batumi.Workflows.Web.Identity;

/// <summary>Who asks. Read once for each request from the account and its posts, so that a post taken away ends with the next click.</summary>
public static class ActorOfRequest
{
    /// <summary>Who asks; anonymous when nobody is signed in.</summary>
    public static Actor Actor(this HttpContext http) => http.Features.Get<Asker>()?.Actor ?? Application.Primitives.Actor.Anonymous;

    internal static IApplicationBuilder UseActor(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var account))
        {
            var staffing = http.RequestServices.GetRequiredService<Staffing>();
            if (await staffing.ActorAsync(account, http.RequestAborted) is { } actor) http.Features.Set(new Asker(actor));
            else await ForgetAsync(http);       // closed or erased since: the cookie is worth nothing
        }

        if (http.User.HasClaim(claim => claim.Type == AccountClaims.OneTimePassword) && !IsOpenBeforeTheChange(http.Request.Path))
            http.Response.Redirect(http.Request.PathBase + "/account/password");
        else if (LacksSecondFactor(http) && !IsOpenBeforeTheChange(http.Request.Path))
            http.Response.Redirect(http.Request.PathBase + "/account/second-factor");
        else await next(http);
    });

    private static async Task ForgetAsync(HttpContext http)
    {
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        http.User = new ClaimsPrincipal(new ClaimsIdentity());
    }

    private static bool LacksSecondFactor(HttpContext http) => http.Actor().IsStaff && !http.User.HasClaim(claim => claim.Type == AccountClaims.SecondFactor)
        && http.RequestServices.GetRequiredService<SecondFactorSettings>().OfStaff == SecondFactor.Required;

    private static bool IsOpenBeforeTheChange(PathString path) => path.StartsWithSegments("/account") || path.StartsWithSegments("/assets") || path.StartsWithSegments("/error");

    private sealed record Asker(Actor Actor);
}
