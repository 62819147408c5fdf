using System.Text.Json.Nodes;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>The real <c>lmr</c> with a runbook in a folder of its own, where its runs are kept too.</summary>
public sealed class Lmr : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-lab-");

    public Lmr(string runbook) => Write(runbook);

    public string Folder => _folder.FullName;

    public string Runbook => Path.Combine(Folder, "runbook.yml");

    public string Inventory { get; init; } = LabFolder.Inventory;

    /// <summary>A runbook of one play over <paramref name="hosts"/>; the steps are lines of YAML, not indented.</summary>
    public static Lmr Steps(string hosts, string steps, string section = "steps") =>
        new($"name: Lab\nplays:\n  - hosts: {hosts}\n    {section}:\n{Indented(steps)}\n");

    public void Write(string runbook) => File.WriteAllText(Runbook, runbook);

    public Underway Start(string verb, params string[] words) => Underway.Start(Folder, LabFolder.Lmr, [verb, Runbook, "-i", Inventory, .. words]);

    /// <summary>Any words, in the folder of its runbook.</summary>
    public Underway Start(string[] words) => Underway.Start(Folder, LabFolder.Lmr, words);

    public async Task<Ended> ResumeAsync(string run = "last")
    {
        using var lmr = Start(["resume", run]);
        return await lmr.EndAsync();
    }

    public async Task<Ended> RunAsync(string verb, params string[] words)
    {
        using var lmr = Start(verb, words);
        return await lmr.EndAsync();
    }

    public async Task<Ended> RollbackAsync(string run = "last")
    {
        using var lmr = Underway.Start(Folder, LabFolder.Lmr, ["rollback", run, "--runbook", Runbook, "-i", Inventory, "--yes"]);
        return await lmr.EndAsync();
    }

    /// <summary>Saves a plan and expects exit 0; the path of its file.</summary>
    public async Task<string> SavesAsync(string file = "plan.json")
    {
        var path = Path.Combine(Folder, file);
        var ended = await RunAsync("plan", "-o", path);
        Assert.True(ended.ExitCode == 0, ended.All);
        return path;
    }

    /// <summary>Applies a saved plan, which names its runbook and inventory itself.</summary>
    public async Task<Ended> ApplySavedAsync(string plan, params string[] words)
    {
        using var lmr = Underway.Start(Folder, LabFolder.Lmr, ["apply", plan, .. words]);
        return await lmr.EndAsync();
    }

    public Task<Ended> PlanAsync() => RunAsync("plan", "--detailed-exitcode");

    /// <summary>Applies and expects exit 0; the JSON report.</summary>
    public async Task<JsonNode> ApplyAsync()
    {
        var ended = await RunAsync("apply", "--yes", "--json");
        Assert.True(ended.ExitCode == 0, ended.All);
        return JsonNode.Parse(ended.Output) ?? throw new InvalidDataException(ended.All);
    }

    /// <summary>Plans and expects the exit code: 0 nothing to do, 2 something.</summary>
    public async Task<string> PlansAsync(int exitCode)
    {
        var ended = await PlanAsync();
        Assert.True(ended.ExitCode == exitCode, $"expected exit {exitCode}: {ended.All}");
        return ended.Output;
    }

    /// <summary>Takes the last run back and expects exit 0.</summary>
    public Task RollsBackAsync() => RollsBackAsync("last");

    public async Task RollsBackAsync(string run)
    {
        var ended = await RollbackAsync(run);
        Assert.True(ended.ExitCode == 0, ended.All);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Indented(string text) => string.Join('\n', text.Trim().Split('\n').Select(line => "      " + line));
}
