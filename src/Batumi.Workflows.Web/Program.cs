using Batumi.Workflows.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddHousekeeping();
builder.Services.AddRazorPages();
var app = builder.Build();
app.UseHousekeeping();
app.MapRazorPages();
app.Run();

public partial class Program;
