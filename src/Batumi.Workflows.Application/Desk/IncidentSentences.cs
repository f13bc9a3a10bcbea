using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Desk;

/// <summary>Incidents in plain words: what failed, and what has happened since.</summary>
internal static class IncidentSentences
{
    public static (LocalizedText What, LocalizedText Consequence) For(Incident incident, WorkflowDefinition? definition, bool letterIsTriedAgain)
    {
        if (incident.LetterId is not null) return Letter(incident, letterIsTriedAgain);

        var activity = Activity(incident, definition);
        var name = activity?.DisplayText ?? activity?.Name ?? incident.ActivityId ?? "";
        var (ka, en) = Cause(incident.Code);
        return (new($"ნაბიჯი „{name}“ ვერ შესრულდა: {ka}.", $"The step “{name}” could not be done: {en}."),
            incident.Status == IncidentStatus.Open
                ? new("საქმე ამ ნაბიჯზე ელოდება. დანარჩენი დავალებები ღიაა, არაფერი დაკარგულა.", "The case waits at this step. Its other tasks stay open and nothing is lost.")
                : new("საქმე უკვე გაგრძელდა.", "The case has gone on."));
    }

    /// <summary>Ports by which a failed step can be passed over.</summary>
    public static IReadOnlyList<string> Ports(Incident incident, WorkflowDefinition? definition) =>
        incident.LetterId is not null || Activity(incident, definition) is not { } activity ? [] : activity.Ports is { Count: > 0 } ports ? ports : ["Done"];

    private static Activity? Activity(Incident incident, WorkflowDefinition? definition) =>
        incident.ActivityId is { } id && definition is not null && definition.Activities.TryGetValue(id, out var activity) ? activity : null;

    private static (LocalizedText, LocalizedText) Letter(Incident incident, bool isTriedAgain)
    {
        var what = new LocalizedText($"წერილი ვერ გაიგზავნა ({incident.Detail}).", $"A letter could not be sent ({incident.Detail}).");
        return (what, isTriedAgain
            ? new("წერილი ხელახლა იგზავნება.", "The letter is being sent again.")
            : incident.LetterId!.StartsWith(Notifications.Letter.OfAccount, StringComparison.Ordinal)
            ? new("ანგარიშის მფლობელს ეს წერილი არ მიუღია. მას ახლის მოთხოვნა შეუძლია.", "The holder of the account has not received this letter, and can ask for another one.")
            : new("საქმე გრძელდება, მაგრამ ადრესატს ეს წერილი არ მიუღია. მას საქმის გვერდზეც ნახავს.", "The case goes on, but the addressee has not received this letter. The case page tells the same."));
    }

    private static (string Ka, string En) Cause(string code) => code switch
    {
        "BW1009" => ("პროცესი წრეზე ტრიალებს და არსად ჩერდება", "the workflow goes round in a circle without waiting"),
        "BW1101" => ("ფორმულაში შეცდომაა", "a formula has an error"),
        "BW1102" or "BW1103" or "BW1104" or "BW1105" => ("ფორმულა დასაშვებ ზღვარს გასცდა", "a formula went beyond its bounds"),
        "BW1110" => ("ასეთი ნაბიჯი სისტემამ არ იცის", "the system does not know this kind of step"),
        "BW1111" => ("პროცესმა თავად შეატყობინა შეცდომა", "the workflow itself reported an error"),
        "BW1130" => ("უარს არ ახლავს მიზეზი", "a refusal has no reason"),
        _ => ("მოხდა შეცდომა", "an error occurred"),
    };
}
