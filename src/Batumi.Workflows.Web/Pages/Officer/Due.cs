using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Web.Pages.Officer;

/// <summary>How urgent something is, in words: colour never speaks alone.</summary>
/// <param name="Urgency"><c>none</c>, <c>calm</c>, <c>soon</c> (four fifths of the term are over) or <c>overdue</c>.</param>
/// <param name="Left">How long is left, or by how much it is late, such as "2 days".</param>
public sealed record Due(string Urgency, DateTime? AtUtc, string Left)
{
    /// <summary>Style of the word.</summary>
    public string Tag => Urgency switch { "overdue" => "city-tag--late", "soon" => "city-tag--soon", _ => "city-tag--off" };

    private const double SoonAfter = 0.8;

    public static Due Of(DateTime openedAtUtc, DateTime? dueAtUtc, TimeProvider time, Texts texts)
    {
        if (dueAtUtc is not { } due) return new("none", null, "");
        var now = time.NowUtc();
        var urgency = now > due ? "overdue" : now >= openedAtUtc + ((due - openedAtUtc) * SoonAfter) ? "soon" : "calm";
        return new(urgency, due, texts.Span((due - now).Duration()));
    }
}
