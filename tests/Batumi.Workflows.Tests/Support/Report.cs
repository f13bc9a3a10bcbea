using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Register;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Support;

/// <summary>Reports a street fault through the pages, one question after the other, as a person without scripts does.</summary>
public static class Report
{
    public const string Start = "/services/street-fault/request";
    public const string Description = "Deep hole by the school gate";

    public static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. "a small picture of a deep hole"u8];

    public static string Question(string step) => $"{Start}/{step}";

    /// <summary>Answers every question; the open page is then the one that shows the answers once more.</summary>
    public static async Task<Visitor> ToCheckAsync(Visitor visitor, string description = Description, string place = "Gorgiladze 12", string? email = null, params (string Field, string Name, byte[] Bytes)[] files)
    {
        await visitor.OpenAsync(Start);
        await visitor.SubmitAsync(new { category = "pothole", description });
        await visitor.SubmitAsync(Place(words: place));
        await visitor.SubmitAsync(new { danger = "no" });
        await visitor.SubmitAsync(files: files);
        await visitor.SubmitAsync(new { name = "Nino Tester", email });
        return visitor.Address == Question("check") ? visitor : throw new InvalidOperationException($"{visitor.Address} ({visitor.Status}): {visitor.Text}");
    }

    /// <summary>Sends the checked answers; the open page is then the receipt.</summary>
    public static async Task<Sent> SendAsync(Visitor visitor)
    {
        await visitor.SubmitAsync();
        return Receipt(visitor);
    }

    public static async Task<Sent> FileAsync(Visitor visitor, string description = Description, string? email = null, params (string Field, string Name, byte[] Bytes)[] files) =>
        await SendAsync(await ToCheckAsync(visitor, description, email: email, files: files));

    /// <summary>Number and code, read from the receipt that is open.</summary>
    public static Sent Receipt(Visitor visitor)
    {
        var parts = visitor.Address.Split('/');
        return parts is ["", "follow", var number, var secret, "receipt"] ? new(number, secret) : throw new InvalidOperationException($"No receipt: {visitor.Address} ({visitor.Status}): {visitor.Text}");
    }

    public static Dictionary<string, string?> Place(string words = "", string district = "") => new() { ["place.words"] = words, ["place.district"] = district };

    public static Task<Case> CaseAsync(this Site site, Sent sent) => site.AskAsync<CityDb, Case>(db => db.Set<Case>().AsNoTracking().SingleAsync(c => c.Number == sent.Number));

    /// <summary>Sentences of the summary at the top of a page that was not accepted.</summary>
    public static string[] Problems(this Visitor visitor) => [.. visitor.Page.QuerySelectorAll(".govuk-error-summary__body li, .govuk-error-summary__body p").Select(p => p.TextContent.Trim())];

    /// <summary>What stands in a box of the page.</summary>
    public static string? Typed(this Visitor visitor, string name) => visitor.Page.QuerySelector($"[name='{name}']") switch
    {
        AngleSharp.Html.Dom.IHtmlTextAreaElement area => area.Value,
        AngleSharp.Html.Dom.IHtmlSelectElement select => select.Value,
        AngleSharp.Html.Dom.IHtmlInputElement { Type: "radio" or "checkbox" } => visitor.Page.QuerySelector($"[name='{name}'][checked]")?.GetAttribute("value"),
        AngleSharp.Html.Dom.IHtmlInputElement input => input.Value,
        _ => null,
    };
}

/// <summary>What the receipt gives: it opens the case.</summary>
public sealed record Sent(string Number, string Secret)
{
    public string Address => $"/follow/{Number}/{Secret}";
}
