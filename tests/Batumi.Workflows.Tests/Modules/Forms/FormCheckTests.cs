using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Forms;

namespace Batumi.Workflows.Tests.Modules.Forms;

/// <summary>What a form takes and what it refuses, kind by kind.</summary>
public sealed class FormCheckTests
{
    private const string Options = """, "options": [ { "value": "a", "label": { "ka": "ა", "en": "A" } }, { "value": "b", "label": { "ka": "ბ", "en": "B" } } ]""";

    [Theory]
    [InlineData("text", "", "  ნინო\t ", "\"ნინო\"")]
    [InlineData("text", "", "one\r\ntwo", "\"one two\"")]
    [InlineData("text", "", "a\u0000b\u0007", "\"ab\"")]
    [InlineData("text", "", "e\u0301", "\"\u00e9\"")]
    [InlineData("text", "", "\u202Enino\u200B", "\"nino\"")]
    [InlineData("textarea", "", "one\r\ntwo", "\"one\\ntwo\"")]
    [InlineData("radios", Options, "b", "\"b\"")]
    [InlineData("select", Options, "a", "\"a\"")]
    [InlineData("checkboxes", Options, "a", "[\"a\"]")]
    [InlineData("yesno", "", "no", "\"no\"")]
    [InlineData("number", "", "1 500", "1500")]
    [InlineData("number", ", \"min\": 2, \"max\": 4", "4", "4")]
    [InlineData("money", "", "1234.50", "123450")]
    [InlineData("money", "", "1 234,5 ₾", "123450")]
    [InlineData("money", "", "1\u202f234,50\u00a0₾", "123450")]      // as the site itself writes it
    [InlineData("phone", "", "555 12 34 56", "\"+995555123456\"")]
    [InlineData("phone", "", "+49 30 901820", "\"+4930901820\"")]
    [InlineData("email", "", "nino@example.ge", "\"nino@example.ge\"")]
    [InlineData("email", "", "nino+city@ბათუმი.გე", "\"nino\\u002Bcity@xn--lodbteo1c.xn--node\"")]
    [InlineData("unit", "", "INF", "\"INF\"")]
    [InlineData("personalNumber", "", "61 0010-12345", "\"61001012345\"")]
    [InlineData("companyCode", "", " 245123456 ", "\"245123456\"")]
    [InlineData("cadastralCode", "", "05.24.03.010", "\"05.24.03.010\"")]
    [InlineData("cadastralCode", "", "05.24.03.010 .01.500", "\"05.24.03.010.01.500\"")]
    [InlineData("date", "", "2026-11-24", "\"2026-11-24\"")]
    [InlineData("date", "", "4.1.2026", "\"2026-01-04\"")]
    public void A_good_answer_is_kept(string kind, string more, string typed, string kept)
    {
        var (answers, errors) = Check(Field("f", kind, more), new() { ["f"] = [typed] });
        Assert.Empty(errors);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(kept), JsonNode.Parse(answers["f"]!.ToJsonString())), answers.ToJsonString());
    }

    [Theory]
    [InlineData("text", ", \"maxLength\": 3", "abcd", "Field.TooLong")]
    [InlineData("text", ", \"minLength\": 3", "ab", "Field.TooShort")]
    [InlineData("textarea", ", \"maxLength\": 3", "abcd", "Field.TooLong")]
    [InlineData("radios", Options, "c", "Field.Choose")]
    [InlineData("select", Options, "A", "Field.Choose")]
    [InlineData("checkboxes", Options, "c", "Field.Choose")]
    [InlineData("yesno", "", "maybe", "Field.Choose")]
    [InlineData("number", "", "1.5", "Field.Number")]
    [InlineData("number", "", "ორი", "Field.Number")]
    [InlineData("number", ", \"min\": 2", "1", "Field.TooSmall")]
    [InlineData("number", ", \"max\": 4", "5", "Field.TooLarge")]
    [InlineData("money", "", "-5", "Field.Money")]
    [InlineData("money", "", "1,234.50", "Field.Money")]
    [InlineData("money", "", "0.001", "Field.Money")]
    [InlineData("money", "", "1000000000", "Field.Money")]
    [InlineData("phone", "", "12", "Field.Phone")]
    [InlineData("phone", "", "no number", "Field.Phone")]
    [InlineData("email", "", "nino@localhost", "Field.Email")]
    [InlineData("email", "", "nino@-example.ge", "Field.Email")]
    [InlineData("email", "", "ნინო@example.ge", "Field.Email")]
    [InlineData("email", "", "Nino <nino@example.ge>", "Field.Email")]
    [InlineData("email", "", "nino@example.ge\r\nBcc: all@example.ge", "Field.Email")]
    [InlineData("personalNumber", "", "6100101234", "Field.PersonalNumber")]
    [InlineData("personalNumber", "", "6100101234X", "Field.PersonalNumber")]
    [InlineData("personalNumber", "", "٦١٠٠١٠١٢٣٤٥", "Field.PersonalNumber")]
    [InlineData("companyCode", "", "2451234567", "Field.CompanyCode")]
    [InlineData("cadastralCode", "", "05.24.03", "Field.CadastralCode")]
    [InlineData("cadastralCode", "", "05-24-03-010", "Field.CadastralCode")]
    [InlineData("date", "", "31.02.2026", "Field.Date")]
    [InlineData("date", "", "0001-01-01", "Field.Date")]
    [InlineData("unit", "", "a code that is longer than any", "Field.Choose")]
    public void A_bad_answer_is_refused_by_its_code(string kind, string more, string typed, string code)
    {
        var (answers, errors) = Check(Field("f", kind, more), new() { ["f"] = [typed] });
        Assert.Equal(("f", code), (Assert.Single(errors).FieldKey, errors[0].Code));
        Assert.Empty(answers);
    }

    [Theory]
    [InlineData("text", "", "Field.Required")]
    [InlineData("textarea", "", "Field.Required")]
    [InlineData("email", "", "Field.Required")]
    [InlineData("money", "", "Field.Required")]
    [InlineData("radios", Options, "Field.Choose")]
    [InlineData("checkboxes", Options, "Field.Choose")]
    [InlineData("yesno", "", "Field.Choose")]
    [InlineData("unit", "", "Field.Choose")]
    [InlineData("personalNumber", "", "Field.Required")]
    [InlineData("date", "", "Field.Required")]
    public void A_question_that_must_be_answered(string kind, string more, string code)
    {
        foreach (var nothing in new string[]?[] { null, [""], ["  \t"], ["\u200B\u202E \u00AD"] })
        {
            if (kind == "checkboxes" && nothing is [{ Length: > 0 }]) continue;      // no browser sends this; it is no option either
            var (_, errors) = Check(Field("f", kind, more + ", \"required\": true"), nothing is null ? [] : new() { ["f"] = nothing });
            Assert.Equal(code, Assert.Single(errors).Code);
        }

        Assert.Empty(Check(Field("f", kind, more), []).Errors);
    }

    [Fact]
    public void Text_has_a_limit_even_if_the_form_names_none()
    {
        Assert.Empty(Check(Field("f", "text"), new() { ["f"] = [new string('ა', 500)] }).Errors);
        var error = Assert.Single(Check(Field("f", "text"), new() { ["f"] = [new string('ა', 501)] }).Errors);
        Assert.Equal(["500", "501"], error.Details);
    }

    [Fact]
    public void Several_boxes_can_be_ticked_each_once()
    {
        var (answers, errors) = Check(Field("f", "checkboxes", Options), new() { ["f"] = ["b", "a", "b", ""] });
        Assert.Empty(errors);
        Assert.Equal("""["b","a"]""", answers["f"]!.ToJsonString());
    }

    [Fact]
    public void A_place_is_words_or_a_point()
    {
        var place = Field("at", "place", ", \"required\": true, \"maxLength\": 10");
        var (point, none) = Check(place, new() { ["at.lat"] = ["41.6512345"], ["at.lon"] = ["41.63"], ["at.district"] = ["rustaveli"] });
        Assert.Empty(none);
        Assert.Equal("""{"district":"rustaveli","lat":41.65123,"lon":41.63}""", point["at"]!.ToJsonString());
        Assert.Empty(Check(place, new() { ["at.words"] = ["სკოლასთან"] }).Errors);

        Assert.Equal(("at.words", "Field.Place"), Only(Check(place, new() { ["at.district"] = ["rustaveli"] }).Errors));
        Assert.Equal(("at.words", "Field.Place"), Only(Check(place, new() { ["at.lat"] = ["91"], ["at.lon"] = ["41"] }).Errors));
        Assert.Equal(("at.words", "Field.Place"), Only(Check(place, new() { ["at.lat"] = ["NaN"], ["at.lon"] = ["41"] }).Errors));
        Assert.Equal(("at.words", "Field.TooLong"), Only(Check(place, new() { ["at.words"] = ["more than ten signs"] }).Errors));
    }

    [Fact]
    public void A_question_that_does_not_apply_is_neither_asked_nor_kept()
    {
        var fields = Field("how", "radios", Options) + "," + Field("why", "text", ", \"required\": true, \"when\": { \"field\": \"how\", \"equals\": \"b\" }")
            + "," + Field("who", "text", ", \"when\": { \"field\": \"why\", \"equals\": \"because\" }");
        Assert.Equal("""{"how":"a"}""", Kept(new() { ["how"] = ["a"], ["why"] = ["because"], ["who"] = ["me"] }));
        Assert.Equal("""{"how":"b","why":"because","who":"me"}""", Kept(new() { ["how"] = ["b"], ["why"] = ["because"], ["who"] = ["me"] }));
        Assert.Equal(("why", "Field.Required"), Only(Check(fields, new() { ["how"] = ["b"] }).Errors));

        string Kept(Dictionary<string, string[]> posted)
        {
            var (answers, errors) = Check(fields, posted);
            Assert.Empty(errors);
            return answers.ToJsonString();
        }
    }

    [Fact]
    public void A_condition_may_name_the_outcome_that_is_chosen()
    {
        var form = Form(Field("reason", "text", ", \"required\": true, \"when\": { \"field\": \"outcome\", \"equals\": \"Refuse\" }"));
        Assert.Equal(("reason", "Field.Required"), Only(FormCheck.Whole(form, [], "Refuse").Errors));
        Assert.Empty(FormCheck.Whole(form, [], "Agree").Errors);
        Assert.DoesNotContain("outcome", FormCheck.Whole(form, new() { ["reason"] = "Too narrow" }, "Refuse").Answers.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_field_asks_is_dropped()
    {
        var (answers, errors) = Check(Field("f", "text"), new() { ["f"] = ["yes"], ["outcome"] = ["Refuse"], ["isAdmin"] = ["true"] });
        Assert.Empty(errors);
        Assert.Equal("""{"f":"yes"}""", answers.ToJsonString());
        Assert.Equal("""{"f":"yes"}""", FormCheck.Whole(Form(Field("f", "text")), new() { ["f"] = "yes", ["isAdmin"] = true }).Answers.ToJsonString());
    }

    [Fact]
    public void A_wrong_answer_hides_no_other_that_is_missing()
    {
        var (_, errors) = Check(Field("notes", "text", ", \"maxLength\": 1") + "," + Field("note", "text", ", \"required\": true"), new() { ["notes"] = ["two"] });
        Assert.Equal(["Field.TooLong", "Field.Required"], errors.Select(e => e.Code));
    }

    [Fact]
    public void Personal_answers_reach_neither_the_workflow_nor_the_figures()
    {
        var form = Form(Field("a", "text", ", \"personal\": true, \"fact\": true") + "," + Field("b", "text", ", \"fact\": true") + "," + Field("c", "text"));
        var answers = new JsonObject { ["a"] = "Nino", ["b"] = "pothole", ["c"] = "more", ["d"] = "not asked" };
        Assert.Equal("""{"b":"pothole","c":"more"}""", form.WithoutPersonal(answers).ToJsonString());
        Assert.Equal("""{"b":"pothole"}""", form.Facts(answers).ToJsonString());
    }

    [Fact]
    public void A_personal_number_is_personal_whether_the_form_says_so_or_not() => Assert.True(Form(Field("n", "personalNumber")).Field("n")!.Personal);

    [Fact]
    public void Files_that_must_be_there_are_missed_only_where_they_are_asked_for()
    {
        var form = Form(Field("how", "radios", Options) + "," + Field("paper", "files", ", \"required\": true, \"when\": { \"field\": \"how\", \"equals\": \"b\" }") + "," + Field("more", "files"));
        Assert.Equal(("paper", "Field.Files"), Only(FormCheck.MissingFiles(form, form.Fields, new() { ["how"] = "b" }, [])));
        Assert.Empty(FormCheck.MissingFiles(form, form.Fields, new() { ["how"] = "b" }, ["paper"]));
        Assert.Empty(FormCheck.MissingFiles(form, form.Fields, new() { ["how"] = "a" }, []));
    }

    [Fact]
    public void Kept_answers_fill_their_fields_again_and_are_kept_alike()
    {
        var form = Form(string.Join(',', Field("m", "money"), Field("n", "number"), Field("c", "checkboxes", Options), Field("p", "place"), Field("t", "textarea")));
        var (first, _) = FormCheck.Page(form, form.Pages[0], new Dictionary<string, string[]>
        {
            ["m"] = ["120,50"], ["n"] = ["7"], ["c"] = ["a", "b"], ["p.words"] = ["აქ"], ["p.lat"] = ["41.65"], ["p.lon"] = ["41.63"], ["t"] = ["ერთი\nორი"],
        });
        var (again, errors) = FormCheck.Page(form, form.Pages[0], FormCheck.Posted(form.Pages[0], JsonNode.Parse(first.ToJsonString())!.AsObject()));
        Assert.Empty(errors);
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
    }

    [Theory]
    [InlineData("\"kind\": \"text\"", "\"kind\": \"textbox\"", "$.pages[0].fields[0].kind")]
    [InlineData("\"kind\": \"text\"", "\"kind\": \"1\"", "$.pages[0].fields[0].kind")]
    [InlineData("\"kind\": \"text\"", "\"kind\": \"radios\"", "$.pages[0].fields[0].options")]
    [InlineData("\"key\": \"f\"", "\"key\": \"1 f\"", "$.pages[0].fields[0].key")]
    [InlineData("\"ka\": \"კითხვა\"", "\"ka\": \" \"", "$.pages[0].fields[0].label.ka")]
    [InlineData("\"en\": \"Question\"", "\"de\": \"Frage\"", "$.pages[0].fields[0].label.en")]
    [InlineData("\"kind\": \"text\"", "\"kind\": \"text\", \"when\": { \"field\": \"other\", \"equals\": \"a\" }", "$.pages")]
    [InlineData("\"kind\": \"text\"", "\"kind\": \"text\", \"required\": \"yes\"", "$.pages[0].fields[0].required")]
    [InlineData("\"kind\": \"text\"", "\"kind\": \"text\", \"maxFiles\": 3", "$.pages[0].fields[0].maxFiles")]
    [InlineData("\"kind\": \"text\"", "\"kind\": \"files\", \"maxFiles\": 21", "$.pages[0].fields[0].maxFiles")]
    [InlineData("\"kind\": \"text\"", "\"kind\": \"files\", \"accept\": \"anything\"", "$.pages[0].fields[0].accept")]
    [InlineData("\"kind\": \"text\"", "\"kind\": \"personalNumber\", \"fact\": true", "$.pages[0].fields[0].fact")]
    public void A_form_that_cannot_be_read_says_where(string good, string bad, string place)
    {
        var text = Text(Field("f", "text"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        var reading = Application.Forms.Form.Read(text.Replace(good, bad, StringComparison.Ordinal), "forms/test.json");
        Assert.Null(reading.Form);
        Assert.Contains(reading.Errors, e => e.Place == place);
    }

    private static string Field(string key, string kind, string more = "") => $$"""{ "key": "{{key}}", "kind": "{{kind}}", "label": { "ka": "კითხვა", "en": "Question" }{{more}} }""";

    private static string Text(string fields) =>
        $$"""{ "key": "test", "title": { "ka": "ფორმა", "en": "Form" }, "pages": [ { "key": "one", "title": { "ka": "გვერდი", "en": "Page" }, "fields": [ {{fields}} ] } ] }""";

    private static Form Form(string fields)
    {
        var reading = Application.Forms.Form.Read(Text(fields), "forms/test.json");
        Assert.Empty(reading.Errors);
        return reading.Form!;
    }

    private static (JsonObject Answers, IReadOnlyList<FieldError> Errors) Check(string fields, Dictionary<string, string[]> posted)
    {
        var form = Form(fields);
        return FormCheck.Page(form, form.Pages[0], posted);
    }

    private static (string, string) Only(IReadOnlyList<FieldError> errors) => (Assert.Single(errors).FieldKey, errors[0].Code);
}
