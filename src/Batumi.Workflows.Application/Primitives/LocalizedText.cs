using System.Text.Json.Serialization;

namespace Batumi.Workflows.Application.Primitives;

/// <summary>One text in the two languages of the city: Georgian first, English beside it.</summary>
public sealed record LocalizedText([property: JsonPropertyName("ka")] string Ka, [property: JsonPropertyName("en")] string En)
{
    /// <param name="language">Two-letter code; anything but <c>en</c> gives Georgian.</param>
    public string In(string language) => language == Languages.English ? En : Ka;
}

/// <summary>The languages people can read the service in.</summary>
public static class Languages
{
    public const string Georgian = "ka";
    public const string English = "en";

    public static IReadOnlyList<string> All { get; } = [Georgian, English];

    public static string OrGeorgian(string? language) => language == English ? English : Georgian;
}
