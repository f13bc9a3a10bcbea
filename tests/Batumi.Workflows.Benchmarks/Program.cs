using Batumi.Workflows.Benchmarks;

switch (args)
{
    case ["load", var folder, var workflows, var clients]:
        await Load.RunAsync(folder, workflows, int.Parse(clients, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("usage: load FOLDER WORKFLOWS CLIENTS");
        return 2;
}
