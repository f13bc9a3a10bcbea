using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Data;

/// <summary>The scenarios on SQLite, the embedded default.</summary>
public sealed class SqliteTests
{
    [Fact]
    public async Task A_street_fault_from_report_to_answer() => await Scenarios.AStreetFaultFromReportToAnswer(null);

    [Fact]
    public async Task Two_officers_race_and_nothing_is_lost_or_doubled() => await Scenarios.TwoOfficersRaceAndNothingIsLostOrDoubled(null);

    [Fact]
    public async Task Two_answers_to_the_same_question_end_it_once() => await Scenarios.TwoAnswersToTheSameQuestionEndItOnce(null);

    [Fact]
    public async Task The_same_intent_gives_the_first_receipt_again() => await Scenarios.TheSameIntentGivesTheFirstReceiptAgain(null);

    [Fact]
    public async Task A_draft_that_is_written_on_while_it_is_sent_is_filed_whole_or_not_at_all() => await Scenarios.ADraftThatIsWrittenOnWhileItIsSentIsFiledWholeOrNotAtAll(null);

    [Fact]
    public async Task Of_many_pictures_sent_at_once_five_are_taken() => await Scenarios.OfManyPicturesSentAtOnceFiveAreTaken(null);

    [Fact]
    public async Task Two_nodes_share_the_work_and_neither_doubles_it() => await Scenarios.TwoNodesShareTheWorkAndNeitherDoublesIt(null);

    [Fact]
    public async Task Lists_filters_and_folders_answer() => await Scenarios.ListsFiltersAndFoldersAnswer(null);

    [Fact]
    public async Task A_search_asks_for_no_capitals() => await Scenarios.ASearchAsksForNoCapitals(null);
}

/// <summary>The scenarios on a real PostgreSQL.</summary>
public sealed class PostgresTests
{
    [PostgresFact]
    public async Task A_street_fault_from_report_to_answer() => await Scenarios.AStreetFaultFromReportToAnswer(await DatabaseAsync());

    [PostgresFact]
    public async Task Two_officers_race_and_nothing_is_lost_or_doubled() => await Scenarios.TwoOfficersRaceAndNothingIsLostOrDoubled(await DatabaseAsync());

    [PostgresFact]
    public async Task Two_answers_to_the_same_question_end_it_once() => await Scenarios.TwoAnswersToTheSameQuestionEndItOnce(await DatabaseAsync());

    [PostgresFact]
    public async Task The_same_intent_gives_the_first_receipt_again() => await Scenarios.TheSameIntentGivesTheFirstReceiptAgain(await DatabaseAsync());

    [PostgresFact]
    public async Task A_draft_that_is_written_on_while_it_is_sent_is_filed_whole_or_not_at_all() => await Scenarios.ADraftThatIsWrittenOnWhileItIsSentIsFiledWholeOrNotAtAll(await DatabaseAsync());

    [PostgresFact]
    public async Task Of_many_pictures_sent_at_once_five_are_taken() => await Scenarios.OfManyPicturesSentAtOnceFiveAreTaken(await DatabaseAsync());

    [PostgresFact]
    public async Task Two_nodes_share_the_work_and_neither_doubles_it() => await Scenarios.TwoNodesShareTheWorkAndNeitherDoublesIt(await DatabaseAsync());

    [PostgresFact]
    public async Task Lists_filters_and_folders_answer() => await Scenarios.ListsFiltersAndFoldersAnswer(await DatabaseAsync());

    [PostgresFact]
    public async Task A_search_asks_for_no_capitals() => await Scenarios.ASearchAsksForNoCapitals(await DatabaseAsync());

    private static async Task<DatabaseSettings> DatabaseAsync() => new(DatabaseProvider.Postgres, await PostgresServer.NewDatabaseAsync());
}

/// <summary>The scenarios on SQL Server, where a connection string is given.</summary>
public sealed class SqlServerTests
{
    [SqlServerFact]
    public async Task A_street_fault_from_report_to_answer() => await Scenarios.AStreetFaultFromReportToAnswer(await DatabaseAsync());

    [SqlServerFact]
    public async Task Two_officers_race_and_nothing_is_lost_or_doubled() => await Scenarios.TwoOfficersRaceAndNothingIsLostOrDoubled(await DatabaseAsync());

    [SqlServerFact]
    public async Task Two_answers_to_the_same_question_end_it_once() => await Scenarios.TwoAnswersToTheSameQuestionEndItOnce(await DatabaseAsync());

    [SqlServerFact]
    public async Task The_same_intent_gives_the_first_receipt_again() => await Scenarios.TheSameIntentGivesTheFirstReceiptAgain(await DatabaseAsync());

    [SqlServerFact]
    public async Task A_draft_that_is_written_on_while_it_is_sent_is_filed_whole_or_not_at_all() => await Scenarios.ADraftThatIsWrittenOnWhileItIsSentIsFiledWholeOrNotAtAll(await DatabaseAsync());

    [SqlServerFact]
    public async Task Of_many_pictures_sent_at_once_five_are_taken() => await Scenarios.OfManyPicturesSentAtOnceFiveAreTaken(await DatabaseAsync());

    [SqlServerFact]
    public async Task Two_nodes_share_the_work_and_neither_doubles_it() => await Scenarios.TwoNodesShareTheWorkAndNeitherDoublesIt(await DatabaseAsync());

    [SqlServerFact]
    public async Task Lists_filters_and_folders_answer() => await Scenarios.ListsFiltersAndFoldersAnswer(await DatabaseAsync());

    [SqlServerFact]
    public async Task A_search_asks_for_no_capitals() => await Scenarios.ASearchAsksForNoCapitals(await DatabaseAsync());

    private static Task<DatabaseSettings> DatabaseAsync() => Task.FromResult(new DatabaseSettings(DatabaseProvider.SqlServer,
        $"{SqlServerFactAttribute.Connection};Initial Catalog=city{Guid.NewGuid():N}"));
}
