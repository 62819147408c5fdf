using LiveMigrationRunbooks.Hosts.Connections;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Connections;

public sealed class KnownHostsFileTests : IDisposable
{
    private static readonly HostKey Key = new("kvm1", "ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIGPLNB9KzGvEuUpd0BZpjYGvBvOVmMBIRcXmyVfPKxRM");
    private static readonly HostKey Other = Key with { Blob = "AAAAC3NzaC1lZDI1NTE5AAAAIHJtYnhYm7Pk1GdTwVcyfmOXf0XZbkmqE9k8XnQbC0sX" };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-test-");

    private string Where => Path.Combine(_folder.FullName, "inventory", "known_hosts");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_key_is_added_once_and_read_back()
    {
        var file = new KnownHostsFile(Where);
        Assert.Equal(Trusting.Added, file.Add("kvm1", [Key]));
        Assert.Equal(Trusting.AlreadyThere, file.Add("kvm1", [Key]));
        Assert.Equal([Key], file.Of("kvm1"));
        Assert.Empty(file.Of("kvm2"));
        Assert.Equal([Where], Directory.GetFiles(Path.GetDirectoryName(Where)!));
    }

    [Fact]
    public void Another_key_is_refused_unless_told_and_other_lines_stay()
    {
        var file = new KnownHostsFile(Where);
        file.Add("kvm2", [Key]);
        File.AppendAllText(Where, "# a comment\n");
        file.Add("kvm1", [Key]);
        Assert.Equal(Trusting.Differs, file.Add("kvm1", [Other]));
        Assert.Equal([Key], file.Of("kvm1"));
        Assert.Equal(Trusting.Replaced, file.Add("kvm1", [Other], replace: true));
        Assert.Equal([Other], file.Of("kvm1"));
        Assert.Contains("# a comment", File.ReadAllText(Where), StringComparison.Ordinal);
        Assert.Single(file.Of("kvm2"));
    }

    [Fact]
    public void The_fingerprint_is_the_one_people_compare() =>
        Assert.Matches(@"\ASHA256:[A-Za-z0-9+/]{43}\z", Key.Fingerprint);
}
