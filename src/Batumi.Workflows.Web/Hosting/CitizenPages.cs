using System.Text.Unicode;
using System.Threading.RateLimiting;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Pages.Citizen.Request;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.WebEncoders;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>Pages of the public and of citizens, their texts, and the pages that say what went wrong.</summary>
public static class CitizenPages
{
    /// <summary>Pages that open a case, or check a document, by its number and code: nobody may try codes for long.</summary>
    public const string Following = "following";

    /// <summary>The page where people sign in: nobody may try passwords for long, whatever the accounts.</summary>
    public const string SigningIn = "signing-in";

    private const int FollowingsPerMinute = 120;

    public static IServiceCollection AddCitizenPages(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = LimitSettings.Read(configuration);
        services.AddTexts();
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));      // Georgian as letters, not as &#x10D0;
        services.AddRazorPages(options =>
        {
            options.Conventions.AllowAnonymousToFolder("/Public");
            options.Conventions.AllowAnonymousToFolder("/Citizen");
            foreach (var (page, rest) in new[] { ("Case", ""), ("Answer", "/answer/{task}"), ("Reopen", "/reopen"), ("MoreTime", "/more-time/{task}"), ("Withdraw", "/withdraw"), ("Message", "/message"), ("Texts", "/texts"), ("File", "/files/{file:guid}") })
                options.Conventions.AddPageRoute($"/Citizen/Follow/{page}", "/requests/{id:guid}" + rest);        // the same pages for an owner who is signed in
        }).AddDataAnnotationsLocalization();
        services.AddHttpContextAccessor().AddScoped<DraftCookie>().AddSingleton<FilingRate>().AddSingleton(limits).AddSingleton<WritingRate>().AddScoped<TaskForm>();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "60";
                return ValueTask.CompletedTask;
            };
            options.AddPolicy(Following, http => PerMinute(http.Asker(), FollowingsPerMinute));
            options.AddPolicy(SigningIn, http => HttpMethods.IsPost(http.Request.Method) ? PerMinute(http.Network(), limits.SignInsPerMinute) : RateLimitPartition.GetNoLimiter(""));
        });
        services.Configure<MvcOptions>(options =>
        {
            options.ModelBinderProviders.Insert(0, new IntentKeys());
            options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();              // reads names with brackets, which no form of ours has, and breaks on odd ones
            options.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
            options.Filters.Add<OnlyItsMethods>();
        });
        return services;
    }

    /// <summary>What failed is told on a page of ours with the number to quote, in the reader's language.</summary>
    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseReaderLanguage();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            CreateScopeForErrors = true,        // what failed is not asked again
            StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseReadableForms();
        return app;
    }

    private static RateLimitPartition<string> PerMinute(string asker, int most) =>
        RateLimitPartition.GetFixedWindowLimiter(asker, _ => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    // An intent key travels as a plain word; anything else than a key of ours is no intent.
    private sealed class IntentKeys : IModelBinderProvider, IModelBinder
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.ModelType == typeof(IntentKey) ? this : null;

        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var key = new IntentKey(bindingContext.ValueProvider.GetValue(bindingContext.ModelName).FirstValue ?? "");
            if (key.IsValid) bindingContext.Result = ModelBindingResult.Success(key);
            else if (HttpMethods.IsPost(bindingContext.HttpContext.Request.Method)) bindingContext.ModelState.AddModelError("", "Refusal.Intent.Invalid");
            return Task.CompletedTask;
        }
    }
}
