using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Authorization;

namespace Batumi.Workflows.Web.Identity;

/// <summary>Who may open a folder of pages. Each is one question to the actor of the request.</summary>
public static class Policies
{
    public const string SignedIn = "signed-in";
    public const string Staff = "staff";
    public const string Registrar = "registrar";
    public const string Administrator = "administrator";

    internal static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser());
        options.AddPolicy(Staff, policy => policy.RequireAuthenticatedUser().RequireAssertion(asked => Asker(asked).IsStaff));
        options.AddPolicy(Registrar, policy => policy.RequireAuthenticatedUser().RequireAssertion(asked => Asker(asked).Holds(Roles.Registrar)));
        options.AddPolicy(Administrator, policy => policy.RequireAuthenticatedUser().RequireAssertion(asked => Asker(asked).Holds(Roles.Administrator)));
    }

    private static Actor Asker(AuthorizationHandlerContext asked) => asked.Resource is HttpContext http ? http.Actor() : Actor.Anonymous;
}
