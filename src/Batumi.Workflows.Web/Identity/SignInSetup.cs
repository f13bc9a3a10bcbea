using System.Security.Claims;
using Batumi.Workflows.Application.Identity;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Identity;

/// <summary>Sign-in with accounts of our own: ASP.NET Core Identity and a cookie.</summary>
public static class SignInSetup
{
    private static readonly string[] beforeSignIn = ["SignIn", "Register", "Forgotten", "Confirm", "Reset", "Code"];

    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        new IdentityBuilder(typeof(Account), services).AddSignInManager<AccountSignIn>().AddClaimsPrincipalFactory<AccountClaims>();
        services.Configure<SecurityStampValidatorOptions>(options =>
        {
            options.ValidationInterval = TimeSpan.FromMinutes(1);
            options.TimeProvider = TimeProvider.System;             // the clock that the cookies are dated by
        });

        var cookies = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        cookies.AddTwoFactorUserIdCookie();
        cookies.AddTwoFactorRememberMeCookie();         // never set, but whoever has lost the right to a session is signed out of it too
        cookies.AddApplicationCookie().Configure(options =>
        {
            options.Cookie.Name = "workflows.account";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromHours(8);
            options.SlidingExpiration = true;
            options.LoginPath = "/account/sign-in";
            options.ReturnUrlParameter = "returnUrl";
            options.TimeProvider = TimeProvider.System;             // a session lasts by the wall clock, whatever the demo clock shows
            options.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });

        services.AddAuthorization(Policies.Add);
        services.Configure<RazorPagesOptions>(options =>
        {
            options.Conventions.AuthorizeFolder("/Officer", Policies.Staff);
            options.Conventions.AuthorizeFolder("/Officer/Counter", Policies.Registrar);
            options.Conventions.AuthorizeFolder("/Admin", Policies.Administrator);
            options.Conventions.AuthorizeFolder("/Studio", Policies.Administrator);
            options.Conventions.AuthorizePage("/Account/Index", Policies.SignedIn);
            options.Conventions.AuthorizePage("/Account/ChangePassword", Policies.SignedIn);
            options.Conventions.AuthorizePage("/Account/SecondFactor", Policies.SignedIn);
            options.Conventions.AuthorizePage("/Account/SignOut", Policies.SignedIn);
            foreach (var page in beforeSignIn) options.Conventions.AllowAnonymousToPage($"/Account/{page}");
            options.Conventions.AllowAnonymousToFolder("/Demo");    // exists in demo mode only
        });
        return services;
    }

    /// <summary>Finds out who asks, then whether they may. After routing, before the pages.</summary>
    public static IApplicationBuilder UseSignIn(this IApplicationBuilder app) => app.Use(AsNobodyAfterAFailure).UseAuthentication().UseActor().UseAuthorization();

    // The page that says what went wrong asks nobody who they are: finding that out may be what went wrong.
    private static Task AsNobodyAfterAFailure(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IExceptionHandlerFeature>() is not null) (http.User, http.Request.Headers.Cookie) = (new(new ClaimsIdentity()), default);
        return next(http);
    }
}
