using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Inventories.Listing;
using LiveMigrationRunbooks.Language.Trust;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

public sealed class InventorySourcesTests
{
    private const string Listing = """
        {"web": {"hosts": ["w1", "w2"], "vars": {"port": 80}}, "db": ["d1"], "site": {"children": ["web", "db"]}, "w9": {"alone": true}, "_meta": {"hostvars": {"w1": {"x": [1, null]}}}}
        """;

    [Fact]
    public void A_program_is_not_run_unless_its_content_is_trusted_elsewhere()
    {
        using var folder = Program("#!/bin/sh\ntouch \"$0.ran\"\ncat <<'END'\n" + Listing + "\nEND\n");
        Assert.Null(Read(folder, TrustedExecutables.Of("")));
        Assert.Equal(["LMR170 - The program 'inv' was not run."], folder.Told);
        Assert.Contains("lmr trust --executable", folder.Findings.Sorted[0].Fix, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("inv.ran")));

        var inventory = Read(folder, Trusted(folder));
        Assert.True(File.Exists(folder.At("inv.ran")));
        Assert.Equal("w1 w2 d1 w9", string.Join(' ', inventory!.Hosts));
        Assert.Equal("""{"port":80,"x":[1,null]}""", InventoryJson.Of(inventory)["_meta"]!["hostvars"]!["w1"]!.ToJsonString());
        Assert.Equal("""{"alone":true}""", InventoryJson.Of(inventory)["_meta"]!["hostvars"]!["w9"]!.ToJsonString());
        Assert.Equal(folder.At("known_hosts"), ConnectionSettings.Of(inventory, inventory.Hosts[0], folder.Findings)!.KnownHostsFile);

        File.AppendAllText(folder.At("inv"), "# changed\n");
        Assert.Null(Read(folder, TrustedExecutables.Of($"{TrustedExecutables.Digest("#!/bin/sh\n"u8)}  inv\n")));
    }

    [Fact]
    public void Variables_that_do_not_come_along_are_asked_for_host_by_host()
    {
        using var folder = Program("#!/bin/sh\nif [ \"$1\" = --list ]; then echo '{\"web\": [\"w1\", \"w2\"]}'; elif [ \"$2\" = w1 ]; then echo '{\"name\": \"'$2'\"}'; fi\n");
        var inventory = Read(folder, Trusted(folder));
        Assert.Equal("""{"w1":{"name":"w1"}}""", InventoryJson.Of(inventory!)["_meta"]!["hostvars"]!.ToJsonString());
    }

    [Theory]
    [InlineData("#!/bin/sh\necho out of order >&2; exit 3\n", "LMR174 - The program 'inv' made no inventory.", "It ended with 3. It says: out of order")]
    [InlineData("#!/bin/sh\necho '{\"a\":'\n", "LMR174 - The program 'inv' made no inventory.", "What it prints is not JSON")]
    [InlineData("#!/bin/sh\necho '[]'\n", "LMR174 - The program 'inv' made no inventory.", "It prints no JSON object.")]
    [InlineData("#!/bin/sh\nprintf '\\377'\n", "LMR174 - The program 'inv' made no inventory.", "not UTF-8")]
    [InlineData("#!/bin/sh\ncat; yes | head -c 17000000\n", "LMR174 - The program 'inv' made no inventory.", "more than 16 MiB")]
    [InlineData("#!/nonexistent/interpreter\n", "LMR174 - The program 'inv' made no inventory.", "No such file")]
    [InlineData("#!/bin/sh\necho '{\"a\": 5}'\n", "LMR175 1:1 This is not what a dynamic inventory says.", "neither a list")]
    [InlineData("#!/bin/sh\necho '{\"a\": [\"$(id)\"]}'\n", "LMR108 1:1 '$(id)' cannot be a host's name.", "not allowed")]
    public void A_program_that_fails_is_a_diagnostic(string script, string told, string why)
    {
        using var folder = Program(script);
        Read(folder, Trusted(folder));
        Assert.Equal([told], folder.Told.Select(line => line.Replace(" --list", "", StringComparison.Ordinal)));
        Assert.Contains(why, folder.Findings.Sorted[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_may_not_be_executed_is_named()
    {
        using var folder = new InventoryFolder().Write("inv", "#!/bin/sh\n");
        Assert.Null(Read(folder, Trusted(folder)));
        Assert.StartsWith("LMR126", Assert.Single(folder.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_folder_passes_over_is_told_where_it_is_a_trap()
    {
        using var folder = new InventoryFolder().Write("inv/a.yml", "a: { hosts: { h1: } }").Write("inv/hosts.ini", "[b]\nh2\n").Write("inv/known_hosts", "h1 ssh-ed25519 AAAA\n").Write("inv/README.md", "x")
            .Write("inv/group_vars/a.yml", "x: 1").Write("inv/group_vars/a/one.yml", "x: 2");
        var inventory = folder.TryRead("inv");
        Assert.Equal("h1", string.Join(' ', inventory!.Hosts));
        Assert.Equal(["LMR122 - 'inv/hosts.ini' was not read.", "LMR123 - 'inv/group_vars/a.yml' was not read."], folder.Told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_without_an_inventory_is_an_error()
    {
        using var folder = new InventoryFolder().Write("inv/notes.txt", "x");
        folder.TryRead("inv");
        Assert.Equal(["LMR104 - The folder 'inv' holds no inventory."], folder.Told);
    }

    [Fact]
    public void A_priority_that_Ansible_would_not_see_is_told()
    {
        using var folder = new InventoryFolder("a: { hosts: { h: }, vars: { ansible_group_priority: high } }\n").Write("group_vars/a.yml", "ansible_group_priority: 9\n");
        folder.TryRead();
        Assert.Equal(["LMR124 1:1 'ansible_group_priority' has no effect here.", "LMR125 1:53 A group's priority is a whole number."], folder.Told);
    }

    private static InventoryFolder Program(string script)
    {
        var folder = new InventoryFolder().Write("inv", script);
        File.SetUnixFileMode(folder.At("inv"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    private static TrustedExecutables Trusted(InventoryFolder folder) =>
        TrustedExecutables.Of("").With(TrustedExecutables.Digest(File.ReadAllBytes(folder.At("inv"))), folder.At("inv"));

    private static Inventory? Read(InventoryFolder folder, TrustedExecutables trusted) => InventoryReader.Read([folder.At("inv")], folder.Findings, trusted: trusted);
}
