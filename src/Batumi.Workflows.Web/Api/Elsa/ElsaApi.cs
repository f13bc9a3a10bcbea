using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Components;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>
/// Elsa's HTTP API (3.8) over our own engine and register, below <c>/elsa/api</c>. Machines come with a key, administrators with their session and the
/// header against forged requests; whoever has neither gets 401 and no page.
/// </summary>
public static class ElsaApi
{
    public const string Base = "/elsa/api", CsrfHeader = "X-CSRF";

    public static IServiceCollection AddElsaApi(this IServiceCollection services, IConfiguration configuration) => services.AddSingleton(ApiKeySettings.Read(configuration)).AddScoped<StepChoices>().AddScoped<MunicipalHints>().AddElsaOpenApi();

    public static void MapElsaApi(this WebApplication app)
    {
        var api = app.MapGroup(Base).WithTags("Workflows").AllowAnonymous().WithMetadata(new SkipStatusCodePagesAttribute()).AddEndpointFilter(AdmitAsync);
        api.MapDefinitions();
        api.MapDefinitionTransfers();
        api.MapRuns();
        api.MapRunTransfers();
        api.MapHistory();
        api.MapDescriptors();
        api.MapFallback("{**rest}", () => Results.NotFound()).ExcludeFromDescription();
        app.MapOpenApi(ElsaOpenApi.Address).AllowAnonymous();
    }

    /// <summary>Who asks: set by the filter before any endpoint runs.</summary>
    internal static Actor Caller(this HttpContext http) => http.Features.Get<ApiCaller>()!.Actor;

    internal static IResult Json(JsonNode body, int status = StatusCodes.Status200OK) => Results.Text(body.ToJsonString(JsonSerializerOptions.Web), "application/json", statusCode: status);

    /// <summary>A refusal in the shape that Studio shows to people: 400 with the sentences, 404 and 409 where a machine needs the difference.</summary>
    internal static IResult Refuse(this HttpContext http, Refusal refused)
    {
        var texts = http.RequestServices.GetRequiredService<Texts>();
        var status = refused.Code switch
        {
            "Elsa.DefinitionNotFound" or "Run.NotFound" or "Elsa.TaskNotFound" => StatusCodes.Status404NotFound,
            "Elsa.TaskClosed" => StatusCodes.Status409Conflict,
            "Elsa.OfCase" => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status400BadRequest,
        };
        IReadOnlyList<string> sentences = refused.Code == "Elsa.Broken" ? refused.Details : [texts[refused]];
        return Problem(status, refused.Code, sentences);
    }

    internal static IResult Problem(int status, string code, params IReadOnlyList<string> sentences) => Json(new JsonObject
    {
        ["statusCode"] = status, ["code"] = code, ["message"] = sentences[0],
        ["errors"] = new JsonObject { [code] = new JsonArray([.. sentences.Select(s => (JsonNode)s)]) },
    }, status);

    /// <summary>The body as an object; null: it is none.</summary>
    internal static async Task<JsonObject?> BodyAsync(this HttpContext http, CancellationToken ct)
    {
        if (http.Request.ContentLength == 0) return [];
        try
        {
            var read = await JsonNode.ParseAsync(http.Request.Body, documentOptions: new() { MaxDepth = 1000, AllowDuplicateProperties = false }, cancellationToken: ct);
            return read as JsonObject;
        }
        catch (JsonException)
        {
            using var rest = new StreamReader(http.Request.Body);
            return http.Request.ContentLength is null && await rest.ReadToEndAsync(ct) is "" ? [] : null;
        }
    }

    internal static IResult NotJson() => Problem(StatusCodes.Status400BadRequest, "Elsa.NotJson", "The body is not a JSON object.");

    /// <summary>What a machine's key must allow; without it, reading.</summary>
    internal static TBuilder Needs<TBuilder>(this TBuilder endpoints, MachineScopes scope) where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(scope);

    private static async ValueTask<object?> AdmitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers["x-elsa-response"] = "true";
        var needed = http.GetEndpoint()?.Metadata.OfType<MachineScopes>().DefaultIfEmpty(MachineScopes.Read).Last() ?? MachineScopes.Read;
        if (await MachineAsync(http) is { } machine)
        {
            if (!machine.Scopes.HasFlag(needed)) return Problem(StatusCodes.Status403Forbidden, "Elsa.Scope", $"This key does not allow it: '{needed}' is missing.");
            http.Features.Set(new ApiCaller(machine.Actor));
        }
        else if (!http.Actor().Holds(Roles.Administrator)) return Results.StatusCode(StatusCodes.Status401Unauthorized);
        else if (!await IsOursAsync(http, needed)) return Problem(StatusCodes.Status400BadRequest, "Elsa.Csrf", "The session's token is missing or too old. Load the page again.");
        else http.Features.Set(new ApiCaller(http.Actor()));
        return await next(context);
    }

    private static async Task<Machine?> MachineAsync(HttpContext http)
    {
        if (ApiKeySettings.KeyOf(http.Request.Headers.Authorization.ToString()) is not { } key) return null;
        return http.RequestServices.GetRequiredService<ApiKeySettings>().Admit(key) ?? await http.RequestServices.GetRequiredService<MachineKeys>().AdmitAsync(key, http.RequestAborted);
    }

    // A link to a page that begins or changes something is no reason to do it, whatever its method.
    private static async Task<bool> IsOursAsync(HttpContext http, MachineScopes needed)
    {
        if (needed == MachineScopes.Read && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))) return true;
        try
        {
            http.Request.Headers["RequestVerificationToken"] = http.Request.Headers[CsrfHeader];
            await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http);
            return true;
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }

    private sealed record ApiCaller(Actor Actor);
}
