using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Tests.Inventories;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>ssh is started in the root folder: what an inventory says of files here must not mean files there.</summary>
public sealed class HostTargetTests
{
    [Theory]
    [InlineData("keys/fleet", true)]
    [InlineData("/etc/keys/fleet", false)]
    [InlineData("~/.ssh/fleet", false)]
    [InlineData("%d/.ssh/fleet", false)]
    [InlineData("", false)]
    public void A_relative_key_file_is_the_one_below_the_current_folder_and_an_empty_one_is_none(string written, bool moves)
    {
        using var folder = new InventoryFolder($"all: {{ hosts: {{ kvm1: {{ ansible_ssh_private_key_file: \"{written}\" }} }} }}");
        var inventory = folder.Read();
        Assert.Equal(written.Length == 0 ? null : moves ? Path.Combine(Environment.CurrentDirectory, written) : written, HostTarget.Of(inventory, inventory.Hosts[0]).Target.KeyFile);
    }
}
