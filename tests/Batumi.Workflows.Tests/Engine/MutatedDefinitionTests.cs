using System.Text;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Engine.Conformance;
using Xunit.Abstractions;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>Whatever somebody uploads, reading it gives a report and running it gives a turn; nothing is thrown.</summary>
public sealed class MutatedDefinitionTests(ITestOutputHelper output)
{
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", "\"", ":", ",", "null", "-1", "1e999", "\\u0000", "\\ud800", "{\"$values\":", "\"Elsa.FlowJoin\"", "\"JavaScript\"", "\"Liquid\"", "{% for", "{{", "((((", "\"id\":\"root\","];

    [Fact]
    public void Reading_never_throws_and_what_is_read_can_be_started()
    {
        var count = Environment.GetEnvironmentVariable("BATUMI_FULL") == "1" ? 60_000 : 4_000;
        var random = new Random(20270301);
        var texts = Directory.GetFiles(ConformanceCase.Folder, "*.json").Order(StringComparer.Ordinal).Select(f => new ConformanceCase(f).Definition).ToArray();
        var read = 0;
        for (var i = 0; i < count; i++)
        {
            var text = Mutate(texts[random.Next(texts.Length)], random);
            var reading = WorkflowDefinition.Read(text, "mutated.json");
            Assert.Equal(reading.Definition is null, reading.Errors.Count > 0);
            Assert.DoesNotContain(reading.Errors, e => e.Code == DefinitionCodes.Unreadable && !e.Found.Contains("surrogate", StringComparison.OrdinalIgnoreCase)
                && !e.Found.Contains("UTF-16", StringComparison.Ordinal));
            if (reading.Definition is null) continue;
            read++;
            Interpreter.Start(reading.Definition, new Beginning("r"), new TurnContext(DateTimeOffset.UnixEpoch, 1, (_, from) => from, new Bounds { Moves = 100 }));
        }
        output.WriteLine($"{count} mutated definitions, {read} of them still definitions.");
        Assert.InRange(read, count / 20, count);
    }

    private static string Mutate(string text, Random random)
    {
        var changed = new StringBuilder(text);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(changed.Length);
            switch (random.Next(4))
            {
                case 0: changed.Remove(at, Math.Min(random.Next(1, 12), changed.Length - at)); break;
                case 1: changed.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                case 2: changed[at] = (char)random.Next(32, 127); break;
                default:
                    var other = random.Next(changed.Length);
                    changed.Insert(at, changed.ToString(other, Math.Min(random.Next(1, 60), changed.Length - other)));
                    break;
            }
            if (changed.Length == 0) break;
        }
        return changed.ToString();
    }
}
