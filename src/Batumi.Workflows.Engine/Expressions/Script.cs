using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Batumi.Workflows.Engine.Expressions;

/// <summary>
/// A JavaScript expression, parsed once. It runs in a fresh Jint engine without access to .NET, within the bounds of the step, and sees only the
/// names of <see cref="ScriptGlobals"/>; those it does not mention are not made.
/// </summary>
internal sealed class Script
{
    /// <summary>Local time of scripts. Georgia keeps UTC+4 all year since 2005; stated here so that no machine's zone data matter.</summary>
    public static readonly TimeZoneInfo Tbilisi = TimeZoneInfo.CreateCustomTimeZone("Asia/Tbilisi", TimeSpan.FromHours(4), "Asia/Tbilisi", "Asia/Tbilisi");

    private static readonly ScriptPreparationOptions Preparation = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = new ScriptParsingOptions { CompileRegex = false },
    };

    private readonly Prepared<Acornima.Ast.Script> _prepared;

    private Script(Prepared<Acornima.Ast.Script> prepared, string text)
    {
        _prepared = prepared;
        Mentioned = prepared.ReferencedGlobals is null ? null : new HashSet<string>(prepared.ReferencedGlobals, StringComparer.Ordinal);
        // Through these a script can reach a global without naming it.
        if (Mentioned is not null && (Mentioned.Contains("globalThis") || text.Contains("this", StringComparison.Ordinal))) Mentioned = null;
    }

    /// <summary>Global names the script mentions; null when it may reach any.</summary>
    public HashSet<string>? Mentioned { get; }

    /// <summary>Names of variables and inputs that the script asks for by an accessor of theirs (<c>getName()</c>) or by <c>getVariable('Name')</c>.</summary>
    public IEnumerable<string> Asked
    {
        get
        {
            var asked = (Mentioned ?? []).Where(n => n.Length > 3 && n.StartsWith("get", StringComparison.Ordinal) && !ScriptGlobals.IsFixed(n)).Select(n => n[3..]);
            if (_prepared.Program is not { } program || Mentioned?.Contains("getVariable") != true || Mentioned.Contains("setVariable")) return asked.Distinct();
            return asked.Concat(program.DescendantNodes().OfType<CallExpression>().Where(c => c is { Callee: Identifier { Name: "getVariable" }, Arguments: [StringLiteral, ..] })
                .Select(c => ((StringLiteral)c.Arguments[0]).Value).Where(n => n.Length > 0)).Distinct();
        }
    }

    public static Script? Parse(string text, out string? flaw)
    {
        flaw = null;
        try
        {
            return new Script(Jint.Engine.PrepareScript(text, strict: false, options: Preparation), text);
        }
        catch (ScriptPreparationException e)
        {
            flaw = e.InnerException?.Message ?? e.Message;
        }
        catch (Exception e) when (e is ParseErrorException or InsufficientExecutionStackException or InvalidOperationException or ArgumentException)
        {
            flaw = e.Message;
        }
        return null;
    }

    /// <exception cref="ActivityFault">The script threw or met a bound.</exception>
    public JsonNode? Run(Walk walk, Frame frame) => Run(walk, frame, out _);

    /// <summary>Runs the script; <paramref name="outcomes"/> are those it set with setOutcome(s).</summary>
    public JsonNode? Run(Walk walk, Frame frame, out IReadOnlyList<string>? outcomes)
    {
        var timedOut = new ActivityFault(IncidentCodes.ScriptTime, $"The script ran longer than {walk.Bounds.ScriptTime.TotalSeconds:0.###} seconds.", timedOut: true);
        if (walk.Context.TimedOut?.Contains(frame.Activity.Id) == true) throw timedOut;
        try
        {
            var engine = new Jint.Engine(options => Limit(options, walk));
            var globals = new ScriptGlobals(engine, walk, frame);
            globals.Install(Mentioned);
            var result = Jsons.FromJs(engine.Evaluate(_prepared), walk.Bounds.TextLength);
            globals.KeepVariables();
            outcomes = globals.Outcomes;
            return result;
        }
        catch (StatementsCountOverflowException) { throw new ActivityFault(IncidentCodes.ScriptStatements, $"The script ran more than {walk.Bounds.ScriptStatements} statements."); }
        catch (MemoryLimitExceededException) { throw OutOfMemory(walk); }
        catch (OutOfMemoryException) { throw OutOfMemory(walk); }
        catch (RecursionDepthOverflowException) { throw TooDeep(walk); }
        catch (InsufficientExecutionStackException) { throw TooDeep(walk); }
        catch (TimeoutException) { throw timedOut; }
        catch (ActivityFault) { throw; }
        catch (JavaScriptException e) { throw Error(e.Message); }
        catch (JintException e) { throw Error(e.Message); }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or ArithmeticException or FormatException or InvalidCastException
            or NotSupportedException or IndexOutOfRangeException or NullReferenceException or KeyNotFoundException)
        {
            throw Error(e.GetType().Name);   // a mistake inside the script engine is still the script's to answer for
        }
    }

    private static ActivityFault Error(string message) => new(IncidentCodes.ScriptError, message.Length <= 500 ? message : message[..500]);

    private static ActivityFault OutOfMemory(Walk walk) => new(IncidentCodes.ScriptMemory, $"The script used more than {walk.Bounds.ScriptMemoryBytes} bytes.");

    private static ActivityFault TooDeep(Walk walk) => new(IncidentCodes.ScriptDepth, $"The script called itself more than {walk.Bounds.ScriptDepth} deep.");

    private static void Limit(Options options, Walk walk)
    {
        options.MaxStatements(walk.Bounds.ScriptStatements);
        options.LimitMemory(walk.Bounds.ScriptMemoryBytes);
        options.LimitRecursion(walk.Bounds.ScriptDepth);
        options.TimeoutInterval(walk.Bounds.ScriptTime);
        options.RegexTimeoutInterval(walk.Bounds.ScriptTime);
        options.MaxArraySize(1_000_000);
        options.MaxJsonParseDepth(64);
        options.DisableStringCompilation();
        options.Culture(System.Globalization.CultureInfo.InvariantCulture);
        options.LocalTimeZone(Tbilisi);
        options.TimeSystem = new StillClock(walk.Context.Now);
        options.AgentCanSuspend = false;
    }

    /// <summary>The clock of scripts stands at the moment of the step.</summary>
    private sealed class StillClock(DateTimeOffset now) : ITimeSystem
    {
        private static readonly DefaultTimeSystem Parser = new(Tbilisi, System.Globalization.CultureInfo.InvariantCulture);

        public DateTimeOffset GetUtcNow() => now.ToUniversalTime();
        public TimeZoneInfo DefaultTimeZone => Tbilisi;
        public bool TryParse(string date, out long epochMilliseconds) => Parser.TryParse(date, out epochMilliseconds);
        public TimeSpan GetUtcOffset(long epochMilliseconds) => Tbilisi.BaseUtcOffset;
    }
}
