using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Running;

/// <summary>The names a definition carries for people, in <c>customProperties.texts</c>: stages, tasks with instructions, outcomes, other steps.</summary>
/// <param name="customProperties">The definition's; null: it has none.</param>
public sealed class DefinitionTexts(JsonObject? customProperties)
{
    private readonly JsonObject? texts = customProperties.Look("texts") as JsonObject;

    public DefinitionTexts(WorkflowDefinition definition) : this(definition.CustomProperties)
    {
    }

    public LocalizedText Stage(string key) => Text(Entry("stages", key)) ?? new(key, key);

    /// <summary>The city's clock stands still in this stage: it waits for the applicant.</summary>
    public bool StageStopsClock(string key) => Entry("stages", key).Look("stopsClock").IsSet();

    /// <summary>Entering this stage takes the decision back: the case is open again.</summary>
    public bool StageReopens(string key) => Entry("stages", key).Look("reopens").IsSet();

    /// <summary>Nothing more will happen once this stage is entered, but for what the definition still waits for.</summary>
    public bool StageCloses(string key) => Entry("stages", key).Look("closes").IsSet();

    public LocalizedText Task(string name) => Text(Entry("tasks", name)) ?? new(name, name);

    public LocalizedText? Instructions(string name) => Text(Entry("tasks", name).Look("instructions") as JsonObject);

    public LocalizedText Outcome(string key) => Text(Entry("outcomes", key)) ?? new(key, key);

    /// <summary>What the drawing calls a step that is neither a stage nor a task; null when only its box says so.</summary>
    public LocalizedText? Step(string id) => Text(Entry("steps", id));

    private JsonObject? Entry(string group, string key) => (texts?[group] as JsonObject).Look(key) as JsonObject;

    private static LocalizedText? Text(JsonObject? node) => node.Look("ka").Said() is { } ka && node.Look("en").Said() is { } en ? new(ka, en) : null;
}
