using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>Hosts that cannot be read: each is one line with host, cause and remedy, and the others' results are there all the same.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class BadHostsTests(ITestOutputHelper told) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-lab-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_bad_host_is_told_and_the_good_one_is_planned()
    {
        var keys = File.ReadAllLines(Path.Combine(LabFolder.Lab, "inventory", "known_hosts"));
        string[] KeysOf(string host, string alias) => [.. keys.Where(line => line.StartsWith(host + " ", StringComparison.Ordinal)).Select(line => alias + line[host.Length..])];
        File.WriteAllLines(Path.Combine(_folder.FullName, "known_hosts"), [.. KeysOf("kvm1", "good"), .. KeysOf("kvm1", "down"), .. KeysOf("kvm3", "swapped"), .. KeysOf("kvm2", "sudoer")]);
        using var lmr = Plan("all", """
            good: { ansible_host: 192.0.2.11, ansible_user: root }
            down: { ansible_host: 192.0.2.99, ansible_user: root }
            swapped: { ansible_host: 192.0.2.12, ansible_user: root }
            unseen: { ansible_host: 192.0.2.13, ansible_user: root }
            sudoer: { ansible_host: 192.0.2.12, ansible_user: nosudo }
            """);
        var plan = await lmr.RunAsync("plan");
        told.WriteLine(plan.All);
        Assert.Equal(4, plan.ExitCode);
        Assert.Matches(@"down cannot be reached.*\n.*Check that down is up.*\[host\.unreachable\]", plan.Output);
        Assert.Matches(@"swapped shows another host key.*\n.*lmr trust swapped .*--replace.*\[hostkey\.changed\]", plan.Output);
        Assert.Matches(@"No host key of unseen is trusted.*\n.*lmr trust unseen.*\[hostkey\.unknown\]", plan.Output);
        Assert.Matches(@"sudo on sudoer asks for a password.*\n.*NOPASSWD.*\[sudo\.password\]", plan.Output);
        Assert.Contains("~ good: change", plan.Output, StringComparison.Ordinal);
        Assert.Contains("4 not read", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trust_pins_the_keys_and_a_plan_works_then()
    {
        using var lmr = Plan("all", "kvm1: { ansible_host: 192.0.2.11, ansible_user: root }\nkvm2: { ansible_host: 192.0.2.12, ansible_user: ops }");
        Assert.Equal(4, (await lmr.RunAsync("plan")).ExitCode);
        using var trust = Underway.Start(lmr.Folder, LabFolder.Lmr, ["trust", "all", "-i", lmr.Inventory, "--yes"]);
        var trusted = await trust.EndAsync();
        Assert.True(trusted.ExitCode == 0, trusted.All);
        Assert.Contains("SHA256:", trusted.Output, StringComparison.Ordinal);
        Assert.Contains("~ kvm1 kvm2: change", await lmr.PlansAsync(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_machine_is_planned_without_ssh()
    {
        using var lmr = Plan("all", "self: { ansible_connection: local }");
        Assert.Contains("~ self: change", await lmr.PlansAsync(2), StringComparison.Ordinal);
    }

    private Lmr Plan(string hosts, string inventory)
    {
        var path = Path.Combine(_folder.FullName, "hosts.yml");
        var lines = inventory.Trim().Split('\n').Select(line => $"    {line.Trim()}\n");
        File.WriteAllText(path, $"all:\n  vars:\n    ansible_ssh_private_key_file: {LabFolder.Key}\n  hosts:\n{string.Concat(lines)}");
        var text = $"name: Lab\nplays:\n  - hosts: {hosts}\n    steps:\n      - file: {{ path: /etc/lmr-lab-absent, content: x }}\n";
        return new Lmr(text) { Inventory = path };
    }
}
