using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Batumi.Workflows.Web.Localization;

/// <summary>Texts in the reader's language for pages, for rules on properties, and for what model binding itself complains about.</summary>
public static class LocalizationSetup
{
    public static IServiceCollection AddTexts(this IServiceCollection services)
    {
        services.AddSingleton<Texts>();
        services.AddSingleton<IStringLocalizerFactory, TextLocalizers>();
        services.AddSingleton<IConfigureOptions<MvcOptions>, BindingMessages>();
        return services;
    }

    public static IApplicationBuilder UseReaderLanguage(this IApplicationBuilder app) => app.UseMiddleware<ReaderLanguage>();

    private sealed class BindingMessages(Texts texts) : IConfigureOptions<MvcOptions>
    {
        public void Configure(MvcOptions options)
        {
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;       // what is required says so, with its own sentence
            DefaultModelBindingMessageProvider messages = options.ModelBindingMessageProvider;
            messages.SetAttemptedValueIsInvalidAccessor((_, _) => texts["Field.NotUnderstood"]);
            messages.SetMissingBindRequiredValueAccessor(_ => texts["Field.Required"]);
            messages.SetMissingKeyOrValueAccessor(() => texts["Field.Required"]);
            messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => texts["Field.NotUnderstood"]);
            messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => texts["Field.NotUnderstood"]);
            messages.SetNonPropertyValueMustBeANumberAccessor(() => texts["Field.Number"]);
            messages.SetUnknownValueIsInvalidAccessor(_ => texts["Field.NotUnderstood"]);
            messages.SetValueIsInvalidAccessor(_ => texts["Field.NotUnderstood"]);
            messages.SetValueMustBeANumberAccessor(_ => texts["Field.Number"]);
            messages.SetValueMustNotBeNullAccessor(_ => texts["Field.Required"]);
        }
    }

    private sealed class TextLocalizers(Texts texts) : IStringLocalizerFactory
    {
        private readonly TextLocalizer localizer = new(texts);

        public IStringLocalizer Create(Type resourceSource) => localizer;

        public IStringLocalizer Create(string baseName, string location) => localizer;
    }

    private sealed class TextLocalizer(Texts texts) : IStringLocalizer
    {
        public LocalizedString this[string name] => texts.Find(name) is { } text ? new(name, text) : new(name, name, resourceNotFound: true);

        public LocalizedString this[string name, params object[] arguments] => texts.Find(name) is null ? new(name, name, resourceNotFound: true) : new(name, texts[name, arguments]);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => texts.Keys.Select(key => this[key]);
    }
}
