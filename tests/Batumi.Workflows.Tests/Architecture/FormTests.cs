using System.Text.RegularExpressions;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>Once means once: a form that makes something carries an intent key. The others set what they say, so that repeating them changes nothing.</summary>
public sealed partial class FormTests
{
    private static readonly Dictionary<string, string> setOnly = new()
    {
        ["Account/ChangePassword.cshtml"] = "sets the password",
        ["Account/Confirm.cshtml"] = "confirmed stays confirmed",
        ["Account/Forgotten.cshtml"] = "asks for a letter, three an hour at most",
        ["Account/Reset.cshtml"] = "sets the password",
        ["Account/Code.cshtml"] = "signs in",
        ["Account/SecondFactor.cshtml"] = "sets whether a code is asked",
        ["Account/SignIn.cshtml"] = "signs in",
        ["Account/SignOut.cshtml"] = "signs out",
        ["Shared/_Account.cshtml"] = "signs out",
        ["Admin/Cases/Erase.cshtml"] = "erased stays erased",
        ["Admin/Keys/Index.cshtml"] = "revoked stays revoked; the other form carries a key",
        ["Admin/Definitions/Index.cshtml"] = "names the new workflow's key: it is there once",
        ["Admin/Definitions/Outline.cshtml"] = "names the save that is taken over or deleted",
        ["Admin/Definitions/_Place.cshtml"] = "names the save it moves in: a second press is told",
        ["Admin/Definitions/Add.cshtml"] = "names the save it adds to: a second press is told",
        ["Admin/Definitions/Try/Trial.cshtml"] = "names the step of the trial it follows: a second press is told",
        ["Admin/Definitions/Try/Task.cshtml"] = "names the step of the trial it follows: a second press is told",
        ["Admin/Definitions/Step.cshtml"] = "sets all that is said of the step",
        ["Admin/Definitions/Names.cshtml"] = "sets the texts",
        ["Admin/Definitions/Settings.cshtml"] = "sets name and variables",
        ["Admin/Definitions/Publish.cshtml"] = "names the save: published or put aside stays so",
        ["Admin/Letters/Index.cshtml"] = "a letter that waits, waits; one row is sent once",
        ["Admin/People/Person.cshtml"] = "sets a post, or whether the account is open",
        ["Officer/Absences.cshtml"] = "sets who is away, from when, until when; the same again changes nothing",
        ["Admin/Publications/Publication.cshtml"] = "names the version: published or put aside stays so",
        ["Citizen/Follow/Index.cshtml"] = "looks a case up",
        ["Citizen/Request/Question.cshtml"] = "sets the draft's answers",
        ["Citizen/Requests/Index.cshtml"] = "takes a draft up, or deletes it; deleted stays deleted",
        ["Demo/Clock.cshtml"] = "the demo's own time; each press moves it",
        ["Demo/Index.cshtml"] = "signs in",
        ["Officer/Counter/Index.cshtml"] = "begins an empty draft in place of the one before",
        ["Officer/Index.cshtml"] = "sets who owns a task",
        ["Officer/Cases/Index.cshtml"] = "sets who owns a task",
    };

    [Fact]
    public void A_form_that_makes_something_carries_an_intent_key() => Broken.None(
        from view in Sources.Files("src/Batumi.Workflows.Web/Pages", ".cshtml")
        let name = view.Path["src/Batumi.Workflows.Web/Pages/".Length..]
        from Match form in Form().Matches(view.Text)
        where !Intent().IsMatch(form.Value) && !setOnly.ContainsKey(name)
        select $"{name}: a form without an intent key");

    [Fact]
    public void A_form_that_needs_no_key_is_there() => Broken.None(
        from allowed in setOnly.Keys
        where !Sources.Files("src/Batumi.Workflows.Web/Pages", ".cshtml").Any(view => view.Path.EndsWith("/" + allowed, StringComparison.Ordinal)
            && Form().Matches(view.Text).Any(form => !Intent().IsMatch(form.Value)))
        select allowed);

    [GeneratedRegex("name=\"Intent\"|asp-for=\"Intent\"")]
    private static partial Regex Intent();

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();
}
