using System.Globalization;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Workflows;
using CsCheck;

namespace Batumi.Workflows.Tests.Modules.Calendar;

/// <summary>Terms against dates counted by hand on the wall calendars of 2026 and 2027. All times are those of Batumi.</summary>
public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar calendar = WorkflowFiles.Calendar;

    [Theory]
    [InlineData(2026, "01-01 01-02 01-05 01-06 01-07 01-19 03-03 03-08 04-09 04-10 04-11 04-12 04-13 05-09 05-12 05-17 05-26 08-28 10-14 11-23")]
    [InlineData(2027, "01-01 01-02 01-07 01-19 03-03 03-08 04-09 04-30 05-01 05-02 05-03 05-09 05-12 05-17 05-26 08-28 10-14 11-23")]
    public void The_public_holidays_of_the_year(int year, string expected)
    {
        var days = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(new DateOnly(year, 1, 1).AddDays).Where(calendar.IsHoliday).ToList();
        Assert.Equal(expected, string.Join(' ', days.Select(d => d.ToString("MM-dd", CultureInfo.InvariantCulture))));
        Assert.All(days, day => Assert.NotNull(calendar.HolidayName(day)));
    }

    // As the Patriarchate publishes them.
    [Theory]
    [InlineData("2024-05-05")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-12")]
    [InlineData("2027-05-02")]
    [InlineData("2028-04-16")]
    public void Orthodox_Easter(string sunday) => Assert.Equal(DateOnly.Parse(sunday, CultureInfo.InvariantCulture), WorkCalendar.OrthodoxEaster(int.Parse(sunday[..4], CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("1 working-days", "2026-11-24T10:00", "2026-11-25")]      // the day of registration does not count
    [InlineData("1 working-days", "2026-11-24T23:59", "2026-11-25")]
    [InlineData("1 working-days", "2026-11-25T00:00", "2026-11-26")]
    [InlineData("3 working-days", "2026-11-20T16:00", "2026-11-26")]      // Friday; weekend; Monday is St George's
    [InlineData("10 working-days", "2026-11-24T10:00", "2026-12-08")]
    [InlineData("1 working-days", "2026-11-29T12:00", "2026-11-30")]      // registered on a Sunday
    [InlineData("3 working-days", "2026-04-08T11:00", "2026-04-16")]      // National Unity Day runs into Easter: five days of rest
    [InlineData("2 working-days", "2027-04-29T11:00", "2027-05-05")]      // Easter 2027
    [InlineData("1 working-days", "2026-12-31T17:59", "2027-01-04")]      // New Year
    [InlineData("1 working-days", "2026-01-02T12:00", "2026-01-08")]      // 5 and 6 January by resolution, 7 January Christmas
    [InlineData("5 working-days", "2027-01-06T09:00", "2027-01-14")]
    [InlineData("0 working-days", "2026-11-21T12:00", "2026-11-24")]
    [InlineData("5 calendar-days", "2026-11-24T10:00", "2026-11-30")]     // the fifth day is a Sunday
    [InlineData("14 calendar-days", "2026-11-24T10:00", "2026-12-08")]
    [InlineData("1 calendar-days", "2026-05-08T10:00", "2026-05-11")]     // Victory Day is a Saturday
    [InlineData("4 calendar-days", "2026-05-08T10:00", "2026-05-13")]     // St Andrew's is a Tuesday
    public void A_term_in_days_ends_with_its_last_day(string rule, string from, string lastDay) =>
        Assert.Equal(DateTime.Parse(lastDay, CultureInfo.InvariantCulture).AddDays(1).AddSeconds(-1), Due(calendar, rule, from));

    [Theory]
    [InlineData("30 minutes", "2026-11-21T23:45", "2026-11-22T00:15")]    // round the clock, weekend or not
    [InlineData("2 hours", "2026-11-22T23:30", "2026-11-23T01:30")]
    [InlineData("24 hours", "2026-04-11T12:00", "2026-04-12T12:00")]
    [InlineData("2 office-hours", "2026-11-24T10:00", "2026-11-24T12:00")]
    [InlineData("2 office-hours", "2026-11-24T07:15", "2026-11-24T11:00")]
    [InlineData("2 office-hours", "2026-11-24T18:00", "2026-11-25T11:00")]
    [InlineData("2 office-hours", "2026-11-20T17:00", "2026-11-24T10:00")]     // an hour on Friday, the other on Tuesday: Monday is St George's
    [InlineData("2 office-hours", "2026-11-21T12:00", "2026-11-24T11:00")]
    [InlineData("4 office-hours", "2026-04-08T16:00", "2026-04-14T11:00")]     // Easter between
    [InlineData("9 office-hours", "2026-11-24T09:00", "2026-11-24T18:00")]
    [InlineData("10 office-hours", "2026-11-24T09:00", "2026-11-25T10:00")]
    public void A_term_in_hours(string rule, string from, string due) => Assert.Equal(DateTime.Parse(due, CultureInfo.InvariantCulture), Due(calendar, rule, from));

    [Fact]
    public void After_any_number_of_working_days_exactly_so_many_lie_behind() =>
        Gen.Select(Gen.Int[0, 5_000], Gen.Int[0, 23], Gen.Int[1, 300]).Sample((day, hour, count) =>
        {
            var from = new DateTime(2024, 1, 1, hour, 0, 0).AddDays(day);
            var last = DateOnly.FromDateTime(Due(calendar, $"{count} working-days", from.ToString("s", CultureInfo.InvariantCulture)));
            var first = DateOnly.FromDateTime(from).AddDays(1);
            return calendar.IsWorkingDay(last) && Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Count(d => calendar.IsWorkingDay(first.AddDays(d))) == count;
        }, iter: 300);

    [Fact]
    public void After_any_number_of_office_hours_the_office_was_open_for_so_long() =>
        Gen.Select(Gen.Int[0, 700], Gen.Int[0, (24 * 60) - 1], Gen.Int[1, 60]).Sample((day, minute, count) =>
        {
            var from = new DateTime(2026, 1, 1).AddDays(day).AddMinutes(minute);
            var due = Due(calendar, $"{count} office-hours", from.ToString("s", CultureInfo.InvariantCulture));
            var open = 0;
            for (var at = from; at < due; at = at.AddMinutes(1))
            {
                if (calendar.IsWorkingDay(DateOnly.FromDateTime(at)) && at.Hour is >= 9 and < 18) open++;
            }

            return open == count * 60;
        }, iter: 60);

    [Fact]
    public void The_longest_term_is_counted_to_its_end()
    {
        var last = DateOnly.FromDateTime(Due(calendar, "10000 working-days", "2026-11-24T10:00"));
        var first = new DateOnly(2026, 11, 25);
        Assert.Equal(10_000, Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Count(d => calendar.IsWorkingDay(first.AddDays(d))));
    }

    [Fact]
    public void A_resolution_makes_a_Saturday_a_working_day_and_a_Friday_a_day_of_rest()
    {
        var moved = Read("""{ "oneOff": [ { "date": "2026-11-28", "working": true }, { "date": "2026-11-27", "name": { "ka": "დადგენილებით", "en": "By resolution" } } ] }""").Calendar!;
        Assert.Equal(new DateTime(2026, 11, 28, 23, 59, 59), Due(moved, "1 working-days", "2026-11-26T10:00"));
        Assert.Equal("By resolution", moved.HolidayName(new(2026, 11, 27))!.En);
    }

    [Fact]
    public void Another_working_week_and_other_office_hours()
    {
        var shop = Read("""{ "workingWeek": ["Monday", "Saturday"], "officeHours": { "opens": "12:00", "closes": "14:00" } }""").Calendar!;
        Assert.Equal(new DateTime(2026, 11, 30, 13, 0, 0), Due(shop, "3 office-hours", "2026-11-28T11:00"));
    }

    [Theory]
    [InlineData("""{ "holidays": [ { "month": 13, "day": 1 } ] }""", "$.holidays[0].month")]
    [InlineData("""{ "holidays": [ { "name": { "ka": "დღე", "en": "Day" } } ] }""", "$.holidays[0].month")]
    [InlineData("""{ "oneOff": [ { "date": "31.12.2026" } ] }""", "$.oneOff[0].date")]
    [InlineData("""{ "workingWeek": ["ორშაბათი"] }""", "$.workingWeek")]
    [InlineData("""{ "workingWeek": ["9"] }""", "$.workingWeek")]
    [InlineData("""{ "officeHours": { "opens": "9 am" } }""", "$.officeHours.opens")]
    [InlineData("""{ "officeHours": { "opens": "18:00", "closes": "09:00" } }""", "$.officeHours")]
    public void A_calendar_that_cannot_be_read_says_where(string json, string place)
    {
        var reading = Read(json);
        Assert.Null(reading.Calendar);
        Assert.Contains(reading.Errors, e => e.Place == place && e.File == "calendar.json");
    }

    private static CalendarReading Read(string json) => WorkCalendar.Read(json, "calendar.json");

    private static DateTime Due(WorkCalendar by, string rule, string from)
    {
        Assert.True(DueRule.TryParse(rule, out var parsed));
        var begin = TbilisiTime.ToUtc(DateTime.Parse(from, CultureInfo.InvariantCulture)).AsOffset();
        return TbilisiTime.ToLocal(by.Due(parsed, begin).UtcDateTime);
    }
}
