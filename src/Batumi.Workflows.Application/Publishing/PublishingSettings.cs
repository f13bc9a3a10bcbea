using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Publishing;

/// <param name="SecondPerson">What somebody wrote is put in force by another (<c>Publishing:SecondPerson</c>). Files that come with a deployment were read before it.</param>
public sealed record PublishingSettings(bool SecondPerson)
{
    /// <summary>Whether this person may put in force what that account wrote.</summary>
    public Refusal? Refuses(Guid? writtenBy, Actor by) => SecondPerson && (by.AccountId is null || by.AccountId == writtenBy) ? new Refusal("Publication.SecondPerson") : null;
}
