namespace LiveMigrationRunbooks.Tests.Docs;

/// <summary>One command of the README with the output that stands under it.</summary>
public sealed record ReadmeCommand(string Command, string Output);

/// <summary>The fenced blocks of the README that show real output: <c>```console</c>, and <c>```console lab</c> where hosts are needed.</summary>
public static class ReadmeBlocks
{
    public static IReadOnlyList<ReadmeCommand> Of(string root, string fence)
    {
        var commands = new List<ReadmeCommand>();
        var inside = false;
        foreach (var line in File.ReadLines(Path.Combine(root, "README.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) inside = line == "```" + fence;
            else if (inside && line.StartsWith("$ ", StringComparison.Ordinal)) commands.Add(new ReadmeCommand(line[2..], ""));
            else if (inside) commands[^1] = commands[^1] with { Output = commands[^1].Output + line + "\n" };
        }
        return commands;
    }
}
