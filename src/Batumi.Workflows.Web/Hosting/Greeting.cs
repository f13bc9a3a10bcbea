using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Demo;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>Tells the person who started the site where it is and, in the demo, who can sign in.</summary>
public static class Greeting
{
    public static void GreetWhenStarted(this WebApplication app, CitySettings city) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        Console.WriteLine();
        Console.WriteLine($"Batumi.Workflows is open at {string.Join(", ", app.Urls)}");
        if (!city.IsDemo) return;

        Console.WriteLine($"Demo accounts, all with the password {DemoAccounts.Password}:");
        foreach (var account in DemoAccounts.All) Console.WriteLine($"  {account.Email,-26} {account.What.En}");
        Console.WriteLine("Letters: /demo/mail   Clock: /demo/clock   Stop: Ctrl+C");
        Console.WriteLine();
    });
}
