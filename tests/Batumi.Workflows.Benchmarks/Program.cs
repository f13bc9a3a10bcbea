using Batumi.Workflows.Benchmarks;

switch (args)
{
    case ["load", var folder, var workflows, var clients]:
        await Load.RunAsync(folder, workflows, int.Parse(clients, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["engine"]:
        Turns.Run();
        await Cases.RunAsync();
        await Growth.RunAsync();
        return 0;
    case ["growth"]:
        await Growth.RunAsync();
        return 0;
    case ["steps"]:
        await Steps.RunAsync();
        return 0;
    case ["pages"]:
        await PageRates.RunAsync();
        return 0;
    case [] or ["all"]:
        Turns.Run();
        await Cases.RunAsync();
        await Growth.RunAsync();
        await Steps.RunAsync();
        await PageRates.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("usage: engine | growth | steps | pages | all | load FOLDER WORKFLOWS CLIENTS");
        return 2;
}
