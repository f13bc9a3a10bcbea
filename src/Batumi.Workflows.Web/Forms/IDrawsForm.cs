using Batumi.Workflows.Application.Forms;

namespace Batumi.Workflows.Web.Forms;

/// <summary>A page whose questions come from a form's description.</summary>
public interface IDrawsForm
{
    IEnumerable<FormField> Fields { get; }
}
