using System.Diagnostics;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Docs;

/// <summary>What the README shows is what the commands print.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Every_offline_command_prints_what_stands_under_it()
    {
        var folder = Directory.CreateTempSubdirectory("lmr-readme-");
        try
        {
            foreach (var name in new[] { "runbooks", "inventories" }) Directory.CreateSymbolicLink(Path.Combine(folder.FullName, name), Path.Combine(Repository.Root, name));
            var commands = ReadmeBlocks.Of(Repository.Root, "console");
            Assert.NotEmpty(commands);
            foreach (var command in commands) Assert.Equal(command.Output, await RunAsync(command.Command, folder.FullName));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static async Task<string> RunAsync(string command, string folder)
    {
        var start = new ProcessStartInfo("sh") { WorkingDirectory = folder, RedirectStandardOutput = true };
        foreach (var word in new[] { "-c", command + " 2>&1" }) start.ArgumentList.Add(word);
        start.Environment["PATH"] += ":" + Path.Combine(Repository.Root, "src/LiveMigrationRunbooks.Cli/bin/Release/net10.0");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
