using System.Text;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Files;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Modules.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.Requests;

/// <summary>Files of tasks: pictures of the inspector, papers of the applicant's correction.</summary>
public sealed class TaskFileTests
{
    private static readonly byte[] pdf = Encoding.ASCII.GetBytes("%PDF-1.7 a plan that is signed");

    [Fact]
    public async Task An_inspection_needs_two_pictures_which_the_staff_see_and_the_applicant_does_not()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = await ToInspectionAsync(planning);
        Assert.Equal(("Desk.Answers", "pictures"), Told(await planning.CompleteAsync(id, "inspection", "Done", Planning.Inspection())));
        Assert.Equal(("Desk.Answers", "pictures"), Told(await planning.CompleteAsync(id, "inspection", "Done", Planning.Inspection(), Planning.Pictures()[0])));
        var (_, inspector) = await planning.ClaimAsync(id, "inspection");
        Assert.DoesNotContain((await OpenAsync(city, id, inspector)).Files, f => f.Name == "north.jpg");

        Assert.Null(await planning.CompleteAsync(id, "inspection", "Done", Planning.Inspection(), Planning.Pictures()));     // the first picture comes again and is there once

        var pictures = (await OpenAsync(city, id, inspector)).Files.Where(f => f.FieldKey == "pictures").ToList();
        Assert.Equal(["north.jpg", "south.jpg"], pictures.Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.All(pictures, f => Assert.Equal("inspector INSP", f.By));
        Assert.NotNull(await city.AskAsync<CaseFolder, (Stream, string)?>(f => f.OpenFileAsync(id, pictures[0].Id, inspector, default)));
        var applicant = await planning.ApplicantAsync();
        Assert.DoesNotContain((await city.AskAsync<Following, FollowView?>(f => f.FindOwnAsync(id, applicant, default)))!.Files, f => f.FieldKey == "pictures");
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Many_pictures_at_once_fill_the_form_and_no_more()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = await ToInspectionAsync(planning);
        var (task, inspector) = await planning.ClaimAsync(id, "inspection");
        var told = await Task.WhenAll(Enumerable.Range(1, 13).Select(n => AddAsync(city, id, task, inspector, "pictures", $"{n}.jpg", Report.Jpeg)));
        Assert.Equal(10, told.Count(r => r is null));
        Assert.All(told.OfType<Refusal>(), r => Assert.Equal("File.TooMany", r.Code));
        Assert.Equal(10, (await city.AskAsync<TaskFiles, IReadOnlyList<DraftFile>>(f => f.WaitingAsync(id, task, default))).Count);
        Assert.Equal(13, Directory.GetFiles(Path.Combine(city.Settings.DataFolder, "files")).Length);     // 3 papers of the request
    }

    [Fact]
    public async Task What_is_no_picture_or_not_the_officers_own_task_is_refused()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = await ToInspectionAsync(planning);
        var (task, inspector) = await planning.ClaimAsync(id, "inspection");
        Assert.Equal("File.WrongType", (await AddAsync(city, id, task, inspector, "pictures", "plan.jpg", pdf))!.Code);
        Assert.Equal("Desk.NotFound", (await AddAsync(city, id, task, inspector, "note", "north.jpg", Report.Jpeg))!.Code);
        Assert.Equal("Desk.NotFound", (await AddAsync(city, Guid.NewGuid(), task, inspector, "pictures", "north.jpg", Report.Jpeg))!.Code);
        Assert.Equal("Desk.NotYours", (await AddAsync(city, id, task, await planning.ApplicantAsync(), "pictures", "north.jpg", Report.Jpeg))!.Code);

        Assert.Null(await AddAsync(city, id, task, inspector, "pictures", "north.jpg", Report.Jpeg));
        var picture = Assert.Single(await city.AskAsync<TaskFiles, IReadOnlyList<DraftFile>>(f => f.WaitingAsync(id, task, default)));
        Assert.Null(await city.AskAsync<CaseFolder, (Stream, string)?>(f => f.OpenFileAsync(id, picture.Id, inspector, default)));
        var other = await planning.ApplicantAsync();
        Assert.Equal("Desk.NotYours", (await city.AskAsync<TaskFiles, Refusal?>(f => f.RemoveAsync(id, task, picture.Id, other, default)))!.Code);
        Assert.Null(await city.AskAsync<TaskFiles, Refusal?>(f => f.RemoveAsync(id, task, picture.Id, inspector, default)));
        Assert.Empty(await city.AskAsync<TaskFiles, IReadOnlyList<DraftFile>>(f => f.WaitingAsync(id, task, default)));
    }

    [Fact]
    public async Task New_papers_of_a_correction_belong_to_the_case_and_are_seen_on_both_sides()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = (await planning.FilePermitAsync()).CaseId;
        await planning.FlawAsync(id);
        var applicant = await planning.ApplicantAsync();
        var task = await planning.AskedAsync(id, "correct");
        Assert.Equal("File.WrongDocument", (await AddAsync(city, id, task, applicant, "papers", "plan.pdf", Encoding.ASCII.GetBytes("MZ a program")))!.Code);
        Assert.Null(await AddAsync(city, id, task, applicant, "papers", "plan.pdf", pdf));
        await planning.CorrectAsync(id);

        var seen = Assert.Single((await city.AskAsync<Following, FollowView?>(f => f.FindOwnAsync(id, applicant, default)))!.Files, f => f.FieldKey == "papers");
        Assert.Equal(("plan.pdf", task), (seen.Name, seen.TaskId));
        var (_, officer) = await planning.ClaimAsync(id, "formal-check");
        Assert.Null(Assert.Single((await OpenAsync(city, id, officer)).Files, f => f.FieldKey == "papers").By);
        Assert.Equal("File.TaskClosed", (await AddAsync(city, id, task, applicant, "papers", "late.pdf", pdf))!.Code);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Files_of_a_task_that_was_never_ended_are_dropped_and_those_of_an_open_one_are_kept()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = await ToInspectionAsync(planning);
        var (task, inspector) = await planning.ClaimAsync(id, "inspection");
        Assert.Null(await AddAsync(city, id, task, inspector, "pictures", "north.jpg", Report.Jpeg));
        Assert.Equal(0, await city.AskAsync<TaskFiles, int>(f => f.DropOldAsync(default)));

        var applicant = await planning.ApplicantAsync();
        Assert.Null(await city.AskAsync<Following, Refusal?>(f => f.WithdrawAsync(id, applicant, IntentKey.New(), default)));
        Assert.Equal(1, await city.AskAsync<TaskFiles, int>(f => f.DropOldAsync(default)));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(city.Settings.DataFolder, "files")).Length);
        Assert.Equal(3, await city.QueryAsync(db => db.Set<CaseFile>().CountAsync()));
    }

    [Fact]
    public async Task A_task_ends_with_the_files_that_were_counted_whoever_takes_one_away_meanwhile()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var (ended, refused) = (0, 0);
        for (var round = 0; round < 6; round++)
        {
            var id = await ToInspectionAsync(planning);
            var (task, inspector) = await planning.ClaimAsync(id, "inspection");
            foreach (var (field, name, bytes) in Planning.Pictures()) Assert.Null(await AddAsync(city, id, task, inspector, field, name, bytes));
            var first = (await city.AskAsync<TaskFiles, IReadOnlyList<DraftFile>>(f => f.WaitingAsync(id, task, default)))[0];
            var revision = await city.QueryAsync(db => db.Set<Application.Running.Run>().Where(r => r.Id == id).Select(r => r.Revision).SingleAsync());

            var removing = Task.Run(() => city.AskAsync<TaskFiles, Refusal?>(f => f.RemoveAsync(id, task, first.Id, inspector, default)));
            var ending = await city.AskAsync<TaskDesk, Refusal?>(d => d.CompleteAsync(new(task, "Done", Planning.Inspection(), IntentKey.New(), revision), inspector, default));
            var removed = await removing;

            var kept = (await OpenAsync(city, id, inspector)).Files.Count(f => f.FieldKey == "pictures");
            if (ending is null)
            {
                ended++;
                Assert.Equal((2, "File.TaskClosed"), (kept, removed!.Code));
            }
            else
            {
                refused++;
                Assert.Contains(ending.Code, new[] { "File.Changed", "Desk.Answers" });
                Assert.Null(removed);
                Assert.Equal(0, kept);       // what waits beside an open task is not the case's yet
            }
        }

        Assert.Equal(6, ended + refused);
        await StreetFaultTests.AssertProvenAsync(city, 6);
    }

    [Fact]
    public async Task Erasing_a_person_takes_the_files_of_tasks_too()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = await ToInspectionAsync(planning);
        await planning.MustAsync(id, "inspection", "Done", Planning.Inspection());
        Assert.Equal(5, Directory.GetFiles(Path.Combine(city.Settings.DataFolder, "files")).Length);
        var applicant = await planning.ApplicantAsync();
        Assert.Null(await city.AskAsync<Following, Refusal?>(f => f.WithdrawAsync(id, applicant, IntentKey.New(), default)));

        Assert.Null(await city.AskAsync<Erasing, Refusal?>(e => e.EraseAsync(id, Actor.System, "Asked for in writing", default)));

        Assert.Empty(Directory.GetFiles(Path.Combine(city.Settings.DataFolder, "files")));
        var inspector = await new StreetFault(city, "later.test").PersonAsync(Roles.Inspector, "INSP");
        Assert.Empty((await OpenAsync(city, id, inspector)).Files);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    private static async Task<Guid> ToInspectionAsync(Planning planning)
    {
        var id = (await planning.FilePermitAsync()).CaseId;
        await planning.MustAsync(id, "formal-check", "Complete");
        return id;
    }

    private static async Task<CaseView> OpenAsync(TestCity city, Guid id, Actor officer) => (await city.AskAsync<CaseFolder, Answer<CaseView>>(f => f.OpenAsync(id, officer, default))).Value!;

    private static Task<Refusal?> AddAsync(TestCity city, Guid id, string task, Actor by, string field, string name, byte[] bytes) =>
        city.AskAsync<TaskFiles, Refusal?>(f => f.AddAsync(id, task, by, field, name, new MemoryStream(bytes), default));

    private static (string, string) Told(Refusal? refused) => (refused!.Code, refused.Details[0]);
}
