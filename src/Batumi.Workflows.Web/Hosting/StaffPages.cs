using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>Pages of officers and administrators, sign-in, and the demo's own pages, which exist in demo mode only.</summary>
public static class StaffPages
{
    public static IServiceCollection AddStaffPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSignIn().AddSingleton(SecondFactorSettings.Read(configuration));
        services.Configure<RazorPagesOptions>(options => options.Conventions.AddPageRoute("/Admin/DataIncidents/Incident", "/admin/data-incidents/new"));
        if (!configuration.GetValue<bool>("Demo:Enabled"))
        {
            // Without an address a page is no endpoint: whoever asks for it gets the same 404 as for anything that is not there.
            services.Configure<RazorPagesOptions>(options => options.Conventions.AddFolderRouteModelConvention("/Demo", page => page.Selectors.Clear()));
        }

        return services;
    }
}
