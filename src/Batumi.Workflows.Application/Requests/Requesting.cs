using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Requests;

/// <summary>An unfinished request, kept on the server while a person answers page by page.</summary>
/// <param name="Id">Becomes the case's id when the request is filed.</param>
/// <param name="Token">What the browser's cookie holds; only its hash is stored.</param>
/// <param name="Answers">Answers so far, by field key.</param>
public sealed record DraftView(Guid Id, string Token, string ServiceKey, JsonObject Answers, IReadOnlyList<DraftFile> Files);

/// <summary>A picture or paper added to a draft.</summary>
public sealed record DraftFile(Guid Id, string FieldKey, string Name, long Size, string ContentType);

/// <summary>What the receipt shows.</summary>
/// <param name="Secret">The code that, with the number, opens the case without an account.</param>
/// <param name="DueAtUtc">By when the city promises the next answer; null when the service sets no term.</param>
public sealed record Receipt(Guid CaseId, string Number, string Secret, DateTime RegisteredAtUtc, DateTime? DueAtUtc, bool HasEmail);
