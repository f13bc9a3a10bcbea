using Batumi.Workflows.Application.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>The description of the API for machines and their builders (OpenAPI 3.1), at <c>/openapi/elsa.json</c>: paths and keys from the endpoints themselves, what each does from here.</summary>
internal static class ElsaOpenApi
{
    public const string Document = "elsa", Address = "/openapi/{documentName}.json";
    private const string KeyScheme = "ApiKey";

    public static IServiceCollection AddElsaOpenApi(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("elsa/api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(Describe);
    });

    /// <summary>What an operation does, and the properties of its body; by method and path.</summary>
    internal static (string Summary, string Body)? Of(string method, string path)
    {
        var key = path["/elsa/api".Length..];
        return operations.TryGetValue($"{method} {key}", out var found) || operations.TryGetValue(key, out found) ? found : null;
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new()
        {
            Title = "Batumi.Workflows: Elsa-compatible API", Version = "3.8",
            Description = "Workflow definitions, runs, tasks, events and journals in the shapes of Elsa 3.8. Citizens' cases are listed without their values and never moved from here. "
                + "Refusals carry a stable code, and their sentences in 'errors': 400, 403 (the key does not allow it, or it is a citizen's case), 404, 409.",
        };
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "Authorization", Description = "'ApiKey ' and the key that an administrator made at /admin/keys." },
        };
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var endpoint = context.Description;
        var scope = endpoint.ActionDescriptor.EndpointMetadata.OfType<MachineScopes>().DefaultIfEmpty(MachineScopes.Read).Last();
        var (summary, body) = Of(endpoint.HttpMethod!, "/" + endpoint.RelativePath!.TrimStart('/')) ?? ("", "");
        operation.Summary = summary;
        operation.Description = $"Needs a key for: {scope}.";
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
        if (body.Length > 0) operation.RequestBody = new OpenApiRequestBody { Content = new Dictionary<string, OpenApiMediaType> { [body == Files ? "multipart/form-data" : "application/json"] = new() { Schema = Schema(body) } } };
        operation.Responses = new OpenApiResponses { ["200"] = new OpenApiResponse { Description = "Done." }, ["400"] = Refused("The request is refused, with the reason."), ["401"] = new OpenApiResponse { Description = "No key that holds, and no administrator's session." } };
        if (endpoint.RelativePath.Contains('{', StringComparison.Ordinal)) operation.Responses["404"] = new OpenApiResponse { Description = "There is no such thing." };
        operation.Responses["403"] = Refused("The key does not allow it, or it is a citizen's case.");
        if (endpoint.RelativePath.EndsWith("/execute", StringComparison.Ordinal)) operation.Responses["500"] = new OpenApiResponse { Description = "The run faulted: its state with the incident, as Elsa answers." };
        return Task.CompletedTask;
    }

    private static OpenApiResponse Refused(string why) => new()
    {
        Description = why, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = Schema("statusCode:integer,code,message,errors:object") } },
    };

    private static OpenApiSchema Schema(string properties) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = properties.Split(',').Select(p => p.Split(':')).ToDictionary(p => p[0], p => (IOpenApiSchema)(p is [_, "strings"]
            ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } }
            : new OpenApiSchema { Type = p.ElementAtOrDefault(1) switch { "object" => JsonSchemaType.Object, "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String } })),
    };

    private const string Files = "files", Start = "versionOptions,input:object,correlationId,triggerActivityId", Model = "model:object,publish:boolean";
    private const string RunFilter = "page:integer,pageSize:integer,searchTerm,definitionId,definitionIds:strings,correlationId,version:integer,hasIncidents:boolean,status,statuses:strings,subStatus,subStatuses:strings,orderBy,orderDirection";

    private static readonly Dictionary<string, (string Summary, string Body)> operations = new()
    {
        ["GET /workflow-definitions"] = ("Lists definitions; versionOptions says which versions.", ""),
        ["POST /workflow-definitions"] = ("Saves a definition as draft, and publishes it if wanted.", Model),
        ["/workflow-definitions/by-definition-id/{definitionId}"] = ("One definition, in the version that versionOptions says.", ""),
        ["/workflow-definitions/by-id/{id}"] = ("One version of a definition.", ""),
        ["/workflow-definitions/many-by-id"] = ("Several versions, by their ids.", ""),
        ["/workflow-definitions/query/count"] = ("How many definitions there are.", ""),
        ["/workflow-definitions/validation/is-name-unique"] = ("Whether no other definition has this name.", ""),
        ["/workflow-definitions/{definitionId}/versions"] = ("All versions of a definition, the newest first.", ""),
        ["/workflow-definitions/{definitionId}/consumers"] = ("Definitions that use this one.", ""),
        ["/workflow-definitions/{definitionId}/publish"] = ("Puts the newest version in force.", ""),
        ["/workflow-definitions/{definitionId}/retract"] = ("Takes a definition out of force; what runs goes on.", ""),
        ["/workflow-definitions/{definitionId}/revert/{version:int}"] = ("Makes a copy of an earlier version the draft.", ""),
        ["/workflow-definitions/{definitionId}/update-references"] = ("Nothing to do here: a definition keeps the versions of what it uses.", ""),
        ["DELETE /workflow-definitions/{definitionId}"] = ("Puts a definition away, unless a service works by it or something of it runs.", ""),
        ["/workflow-definition-versions/{id}"] = ("Puts one version away, under the same conditions.", ""),
        ["/bulk-actions/publish/workflow-definitions/by-definition-ids"] = ("Publishes several definitions.", "definitionIds:strings"),
        ["/bulk-actions/retract/workflow-definitions/by-definition-ids"] = ("Retracts several definitions.", "definitionIds:strings"),
        ["/bulk-actions/delete/workflow-definitions/by-definition-id"] = ("Puts several definitions away.", "definitionIds:strings"),
        ["/bulk-actions/delete/workflow-definitions/by-id"] = ("Puts several versions away.", "ids:strings"),
        ["/workflow-definitions/import"] = ("Takes a definition in: the body is the definition. With isPublished it is put in force.", "definitionId,name,root:object,isPublished:boolean"),
        ["/workflow-definitions/{definitionId}/import"] = ("Takes a definition in under this id, as a draft.", "name,root:object"),
        ["/workflow-definitions/import-files"] = ("Takes files in, .json or .zip, as drafts.", Files),
        ["/workflow-definitions/{definitionId}/export"] = ("The definition as a file.", ""),
        ["/bulk-actions/export/workflow-definitions"] = ("Several versions as a .zip, one as .json.", "ids:strings"),
        ["/workflow-definitions/{definitionId}/execute"] = ("Begins a run and answers with its state.", Start),
        ["/workflow-definitions/{definitionId}/dispatch"] = ("Begins a run and answers with its id.", Start),
        ["/workflow-definitions/{definitionId}/bulk-dispatch"] = ("Begins several runs.", "count:integer," + Start),
        ["/tasks/{taskId}/complete"] = ("Ends a task of a run. Unknown: 404; ended before: 409.", "result:object,outcome"),
        ["/events/{name}/trigger"] = ("Sends an event: wakes runs that wait for it, begins those it triggers.", "input:object,correlationId,workflowInstanceId"),
        ["/cancel/workflow-instances/{id}"] = ("Cancels a run.", ""),
        ["/bulk-actions/cancel/workflow-instances"] = ("Cancels several runs.", "ids:strings,definitionId"),
        ["GET /workflow-instances"] = ("Lists runs.", ""),
        ["POST /workflow-instances"] = ("Lists runs, by a filter in the body.", RunFilter),
        ["GET /workflow-instances/{id}"] = ("One run with its state.", ""),
        ["DELETE /workflow-instances/{id}"] = ("Removes a run and its journal; a citizen's case stays.", ""),
        ["/workflow-instances/{id}/execution-state"] = ("How a run stands.", ""),
        ["/workflow-instances/{id}/variables"] = ("The variables of a run.", ""),
        ["/workflow-instances/{id}/export"] = ("A run as a file: state, journal and executions.", ""),
        ["/workflow-instances/{id}/journal"] = ("What the activities of a run did.", "filter:object"),
        ["/workflow-instances/{id}/journal/review"] = ("The last entry of that journal.", ""),
        ["/bulk-actions/delete/workflow-instances"] = ("Removes several runs.", "ids:strings"),
        ["/bulk-actions/delete/workflow-instances/by-id"] = ("Removes several runs.", "ids:strings"),
        ["/bulk-actions/export/workflow-instances"] = ("Several runs as a .zip, one as .json.", "ids:strings"),
        ["/bulk-actions/import/workflow-instances"] = ("Refused: a run that was lived elsewhere has no journal that proves it.", ""),
        ["/activity-executions/list"] = ("The executions of a run's activities.", ""),
        ["/activity-execution-summaries/list"] = ("The same without their inputs and outputs.", ""),
        ["/activity-executions/count"] = ("How many executions a run has.", ""),
        ["/activity-executions/by-id"] = ("One execution.", ""),
        ["/activity-executions/{id}"] = ("One execution.", ""),
        ["/activity-executions/{id}/call-stack"] = ("The executions around one.", ""),
        ["/activity-executions/report"] = ("How often activities of a run began, ended, wait and faulted.", "workflowInstanceId,activityNodeIds:strings"),
        ["/resilience/retries/{id}"] = ("Nothing here: steps are not retried by themselves.", ""),
        ["/resilience/strategies"] = ("None here.", ""),
        ["/descriptors/activities"] = ("The activities that definitions may use.", ""),
        ["/descriptors/activities/{type}"] = ("One of them.", ""),
        ["/descriptors/activities/{type}/options/{property}"] = ("Choices of an input, where they are asked for.", ""),
        ["/descriptors/expression-descriptors"] = ("Languages of expressions.", ""),
        ["/descriptors/variables"] = ("Types of variables.", ""),
        ["/descriptors/storage-drivers"] = ("Where variables are kept.", ""),
        ["/descriptors/incident-strategies"] = ("What happens when an activity faults.", ""),
        ["/descriptors/workflow-activation-strategies"] = ("When another run may begin.", ""),
        ["/descriptors/commit-strategies/activities"] = ("None here: a step is committed whole.", ""),
        ["/descriptors/commit-strategies/workflows"] = ("None here: a step is committed whole.", ""),
        ["/descriptors/log-persistence-strategies"] = ("None here: every step is in the journal.", ""),
        ["/descriptors/output-converters"] = ("None here.", ""),
        ["/features/installed"] = ("What the server can do.", ""),
        ["/features/installed/{name}"] = ("One of these.", ""),
        ["/package/version"] = ("The version of Elsa whose API this is.", ""),
        ["/scripting/javascript/type-definitions/{definitionId}"] = ("What scripts can name, as TypeScript.", "activityTypeName,propertyName"),
    };
}
