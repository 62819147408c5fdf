using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

public sealed class ProbeAnswersTests
{
    private static readonly ProbeAnswers Answers = ProbeAnswers.Read(Transcript.Of("probes"));

    [Theory]
    [InlineData("192.0.2.12", 22, Reach.Open)]
    [InlineData("198.51.100.11", 49215, Reach.Refused)]
    [InlineData("198.51.100.12", 49215, Reach.Rejected)]
    [InlineData("198.51.100.13", 49215, Reach.TimedOut)]
    [InlineData("kvm-none", 49215, Reach.NameUnknown)]
    [InlineData("198.51.100.12", 1, null)]
    public void A_refused_connection_is_told_from_a_rejected_one(string host, int port, Reach? reach) =>
        Assert.Equal(reach, Answers.Address(new Endpoint(host, port))?.Reach);

    [Fact]
    public void Paths_are_there_or_not_or_were_not_asked()
    {
        Assert.True(Answers.Path("/var/lib/libvirt/shared/vmlinuz")?.IsThere);
        Assert.Equal("894548", Answers.Path("/var/lib/libvirt/shared/vmlinuz")?.Inode);
        Assert.False(Answers.Path("/no such/file")?.IsThere);
        Assert.Null(Answers.Path("/never/asked"));
    }

    [Fact]
    public void A_peer_answers_with_its_host_uuid_or_says_why_not()
    {
        Assert.Equal(Transcript.Host("kvm2").HostUuid, Answers.Peer("kvm2")?.HostUuid);
        Assert.Contains("Could not resolve hostname", Answers.Peer("kvm-none")?.Said, StringComparison.Ordinal);
        Assert.Contains("No route to host", Answers.Peer("kvm7")?.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cpu_fits_or_lacks_features_or_could_not_be_compared()
    {
        Assert.True(Answers.Cpu(Transcript.Guest)?.Fits);
        Assert.False(Answers.Cpu("aaaa")?.Fits);
        Assert.Contains("vmx", Answers.Cpu("aaaa")?.Said, StringComparison.Ordinal);
        Assert.Null(Answers.Cpu("bbbb")?.Fits);
    }

    [Fact]
    public void Questions_keep_paths_with_spaces_in_one_word()
    {
        var questions = new ProbeQuestions(["/a b"], [new Endpoint("h", 1)], ["kvm2"], [new CpuQuestion("u", "qemu", "x86_64", "pc", "/q", "<cpu/>")]);

        Assert.Equal("path L2EgYg==\ntcp h 1\npeer kvm2\ncpu u qemu x86_64 pc /q PGNwdS8+\n", questions.Lines);
        Assert.Equal(questions, questions.And(questions));
    }

    [Fact]
    public void Sizes_of_disks_and_room_for_them()
    {
        var questions = ProbeQuestions.None with { TlsPeers = ["[2001:db8::2]"], Disks = [new DiskQuestion("u", "vda")], Folders = ["/a b"], Made = ["u"] };
        Assert.Equal("tls [2001:db8::2]\ndisk u vda\nfolder L2EgYg==\nmade u\n", questions.Lines);
        Assert.False(questions.IsEmpty);
        Assert.Equal(questions, questions.And(questions));

        var answers = ProbeAnswers.Read(Transcript.Of("probes-disks"));
        Assert.Equal((33554432L, 8724480L), (answers.Disk(Transcript.Guest, "vda")?.Capacity, answers.Disk(Transcript.Guest, "vda")?.Allocation));
        Assert.Null(answers.Disk(Transcript.Guest, "vdb")?.Capacity);
        Assert.Contains("invalid argument", answers.Disk(Transcript.Guest, "vdb")?.Said, StringComparison.Ordinal);
        Assert.Equal((true, "overlayfs"), (answers.Folder("/var/lib/libvirt/images")?.IsThere, answers.Folder("/var/lib/libvirt/images")?.Type));
        Assert.True(answers.Folder("/var/lib/libvirt/images")?.FreeBytes > 1 << 20);
        Assert.False(answers.Folder("/no such")?.IsThere);
        Assert.Equal(["/var/lib/libvirt/images/a b.raw"], answers.Made(Transcript.Guest));
        Assert.Empty(answers.Made(Transcript.Other));
        Assert.Contains("Cannot read CA certificate", answers.TlsPeer("198.51.100.12")?.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_breaks_off_says_so() =>
        Assert.Equal("the answer of the read script breaks off", ProbeAnswers.Read(CommandResult.OfText("\n%%lmr tcp a:1 0 0 0\n")).Broken);
}
