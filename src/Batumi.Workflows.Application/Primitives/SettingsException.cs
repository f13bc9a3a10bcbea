namespace Batumi.Workflows.Application.Primitives;

/// <summary>A setting, or a key file, with which the site must not start. Its message is for the person who runs the site: what is wrong and what to change.</summary>
public sealed class SettingsException(string message) : Exception(message);
