using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Tests.Workflows;

namespace Batumi.Workflows.Tests.Modules.Catalog;

/// <summary>What a service file and the lists say, and how a mistake in them is told.</summary>
public sealed class ServiceEntryTests
{
    [Theory]
    [InlineData("P1", "2 hours")]
    [InlineData("P2", "24 hours")]
    [InlineData("P3", "3 working-days")]
    [InlineData("P4", "10 working-days")]
    [InlineData("P9", "10 working-days")]
    [InlineData(null, "10 working-days")]
    public void A_fact_decides_the_term(string? priority, string rule) =>
        Assert.Equal(rule, WorkflowFiles.Service("street-fault").TermFor(priority is null ? [] : new JsonObject { ["priority"] = priority }));

    [Theory]
    [InlineData("$.title.ka", "\"ka\": \"დაზიანება ქუჩაში\"", "\"ka\": \"\"")]
    [InlineData("$.term", "\"P1\": \"2 hours\"", "\"P1\": \"2 moons\"")]
    [InlineData("$.numberPrefix", "\"SF\"", "\"SFშ\"")]
    [InlineData("$.numberPrefix", "\"SF\"", "\"SEVENTH\"")]
    [InlineData("$.retentionDays", "1095", "0")]
    [InlineData("$.ratePerHour", "\"ratePerHour\": 20", "\"ratePerHour\": \"many\"")]
    [InlineData("$.anonymousAllowed", "\"anonymousAllowed\": true", "\"anonymousAllowed\": \"yes\"")]
    [InlineData("$.searchWords", "\"pothole\",", "1,")]
    [InlineData("$.form", "\"form\": \"street-fault\",", "")]
    public void A_mistake_is_told_with_its_place(string place, string good, string bad)
    {
        var text = WorkflowFiles.Text("services", "street-fault");
        Assert.Contains(good, text, StringComparison.Ordinal);
        var reading = ServiceEntry.Read(text.Replace(good, bad, StringComparison.Ordinal), "services/street-fault.json");
        Assert.Null(reading.Service);
        Assert.Contains(reading.Errors, e => e.Place == place && e.Message.StartsWith("services/street-fault.json, " + place + ": found ", StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var reading = ServiceEntry.Read("""{ "key": "x", "title": { "ka": "ა" }, "retentionDays": -1 }""", "x.json");
        Assert.Superset(new HashSet<string> { "$.title.en", "$.retentionDays", "$.summary", "$.term" }, reading.Errors.Select(e => e.Place).ToHashSet());
    }

    [Theory]
    [InlineData("{ \"a\": ", "line 1")]
    [InlineData("[]", "$")]
    [InlineData("{ \"key\": \"a\", \"key\": \"b\" }", "$")]
    public void What_is_not_JSON_is_told_with_its_line(string text, string place) =>
        Assert.StartsWith(place, ServiceEntry.Read(text, "x.json").Errors[0].Place, StringComparison.Ordinal);

    [Fact]
    public void A_point_belongs_to_the_nearest_district()
    {
        var city = DistrictsFile.Read(WorkflowFiles.Text("districts", "batumi"), "districts/batumi.json").Districts!;
        Assert.All(city.Districts, district => Assert.Equal(district.Key, city.Nearest(district.At.Lat, district.At.Lon)!.Key));
        Assert.All(city.Districts, district => Assert.True(city.Covers(district.At.Lat, district.At.Lon)));
        Assert.False(city.Covers(41.7151, 44.8271));       // Tbilisi
    }

    [Fact]
    public void Codes_stand_once_and_roles_exist()
    {
        Assert.Contains(UnitsFile.Read(Unit("dispatcher"), "units.json").Errors, e => e.Found == "A twice");
        Assert.Contains(UnitsFile.Read(Unit("wizard"), "units.json").Errors, e => e.Found == "A with role wizard");
        Assert.Contains(ReasonsFile.Read("""{ "reasons": [ { "code": "a", "title": { "ka": "ა", "en": "A" } }, { "code": "a", "title": { "ka": "ა", "en": "A" } } ] }""", "r.json").Errors,
            e => e.Found == "a twice");

        static string Unit(string role) => string.Concat("{ \"units\": [", string.Join(',', Enumerable.Repeat($$"""{ "code": "A", "name": { "ka": "ა", "en": "A" }, "kind": "llc", "roles": ["{{role}}"] }""", 2)), "] }");
    }
}
