using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

/// <summary>
/// Inventories give the same hosts, groups and variables as Ansible's own tool says: as it said when the baselines were written, and as it
/// says now where it is installed (<c>tests/run</c> does that, as root).
/// </summary>
public sealed class AnsibleReferenceTests
{
    private const string Tool = "/usr/bin/ansible-inventory";

    /// <summary>Precedence differs on purpose: the deeper group wins wherever it is written. Every other difference is a mistake.</summary>
    private static readonly Dictionary<string, string[]> s_differing = new(StringComparer.Ordinal)
    {
        ["differs"] = ["_meta.hostvars.h1.mtu", "_meta.hostvars.h2.mtu"],
    };

    public static TheoryData<string> Trees => [.. AnsibleTree.Names];

    [Theory]
    [MemberData(nameof(Trees))]
    public void A_tree_is_read_as_Ansible_read_it(string name)
    {
        // The other test is writing them anew.
        if (Accepts && File.Exists(Tool)) return;
        Verify(name, JsonNode.Parse(File.ReadAllText(new AnsibleTree(name).ExpectedPath)));
    }

    [Fact]
    public void Every_tree_is_read_as_Ansible_reads_it_now()
    {
        if (!File.Exists(Tool)) return;
        var answers = Ask();
        Assert.Equal(AnsibleTree.Names, answers.Select(answer => answer.Key));
        foreach (var (name, answer) in answers)
        {
            if (Accepts)
                File.WriteAllText(new AnsibleTree(name).ExpectedPath, answer!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
            Verify(name, answer);
        }
    }

    private static bool Accepts => Environment.GetEnvironmentVariable("LMR_ACCEPT") == "1";

    private static void Verify(string name, JsonNode? theirs)
    {
        Assert.NotNull(theirs);
        var (inventory, _) = new AnsibleTree(name).Read();
        var (ours, expected, differing) = AnsibleTree.Compare(inventory, theirs);
        Assert.True(expected == ours, $"{name}:\n{FirstDifferences(expected, ours)}");
        Assert.Equal(s_differing.GetValueOrDefault(name, []), differing);
    }

    private static string FirstDifferences(string expected, string actual)
    {
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join('\n', before.Except(after).Take(15).Select(line => "Ansible: " + line).Concat(after.Except(before).Take(15).Select(line => "lmr:     " + line)));
    }

    private static JsonObject Ask()
    {
        // The first line names the interpreter that knows the tool's modules.
        var start = new ProcessStartInfo(File.ReadLines(Tool).First()[2..].Trim()) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AnsibleTree.Root, "ask-ansible.py"), AnsibleTree.Root]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return Assert.IsType<JsonObject>(JsonNode.Parse(output));
    }
}
