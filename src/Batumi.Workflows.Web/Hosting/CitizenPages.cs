using System.Text.Unicode;
using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.WebEncoders;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>Pages of the public and of citizens, their texts, and the pages that say what went wrong.</summary>
public static class CitizenPages
{
    public static IServiceCollection AddCitizenPages(this IServiceCollection services)
    {
        services.AddTexts();
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));      // Georgian as letters, not as &#x10D0;
        services.AddRazorPages(options =>
        {
            options.Conventions.AllowAnonymousToFolder("/Public");
            options.Conventions.AllowAnonymousToFolder("/Citizen");
        }).AddDataAnnotationsLocalization();
        services.Configure<MvcOptions>(options => options.ModelBinderProviders.Insert(0, new IntentKeys()));
        return services;
    }

    /// <summary>What failed is told on a page of ours with the number to quote, in the reader's language.</summary>
    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseReaderLanguage();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        return app;
    }

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
