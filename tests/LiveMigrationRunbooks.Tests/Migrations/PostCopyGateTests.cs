using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

/// <summary>When a move may end by post-copy, from a real pair of hosts on which one thing at a time is another.</summary>
public sealed class PostCopyGateTests
{
    private static readonly Hypervisor s_source = Transcript.Host("kvm2");
    private static readonly Hypervisor s_there = Transcript.Host("kvm3");
    private static readonly GuestReading s_guest = s_source.Guests.Single(guest => guest.Uuid == Transcript.Guest);
    private static readonly MigrationPolicy s_policy = MigrationPolicy.Gentle with { PostCopy = PostCopyUse.WhenStalled, LossAcceptedBy = "accept_guest_loss in guests.yml, line 2" };

    [Fact]
    public void Open_it_is_in_the_command_and_may_be_taken_up_again()
    {
        Assert.Contains("--persistent --postcopy --migrateuri", Told(Scene(s_policy)), StringComparison.Ordinal);
        var hybrid = Scene(s_policy with { PostCopy = PostCopyUse.AfterFirstPass, PostCopyMibPerSecond = 200 });
        Assert.Contains("--persistent --postcopy --postcopy-after-precopy --postcopy-bandwidth 200 --migrateuri", Told(hybrid), StringComparison.Ordinal);
        Assert.Empty(Notes(hybrid));

        var again = MigrationCommand.TakeUpAgain(MigrationCommand.For(Transcript.Guest, MoveWay.Of(hybrid))).ToString();
        Assert.DoesNotContain("--postcopy-after-precopy", again, StringComparison.Ordinal);
        Assert.EndsWith("--desturi qemu+ssh://kvm3/system --postcopy-resume", again, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<object, object>> Closed => new()
    {
        { "nobody accepts that it may be lost", scene => With(scene, s_policy with { LossAcceptedBy = null }) },
        { "a tunnel sends one way only", scene => With(scene, s_policy with { Encryption = MoveEncryption.Tunnel }) },
        { "it is paused (user), and post-copy is for guests that run", scene => (PreflightScene)scene with { Guest = s_guest with { Condition = GuestCondition.Parse("paused (user)") } } },
        { "kvm2 has libvirt 9.0.0 and QEMU 7.2.22, and post-copy over parallel connections needs 8.5.0 and 10.1.0", scene => With(scene, s_policy with { Parallel = 2 }) },
        { "kvm3 has libvirt 8.4.0 and QEMU 7.2.0, and post-copy that can be mended needs 8.5.0 and 3.0.0", scene => On(scene, target => target with { Reading = s_there with { Versions = new LibvirtVersions(new Version(8, 4, 0), new Version(7, 2, 0)) } }) },
        { "whether kvm3 can take it so is not known: not asked", scene => On(scene, target => target with { Probes = ProbeAnswers.NotAsked }) },
        { "kvm3 cannot take it so: Userfaultfd not available", scene => On(scene, target => target with { Probes = target.Probes with { Userfaultfd = new UserfaultfdAnswer(false, "Userfaultfd not available", "x") } }) },
    };

    [Theory]
    [MemberData(nameof(Closed))]
    public void Closed_it_is_told_and_the_guest_moves_without(string why, Func<object, object> change)
    {
        var scene = (PreflightScene)change(Scene(s_policy));

        Assert.Contains($"moves without post-copy: {why}", Notes(scene));
        Assert.DoesNotContain("--postcopy", Told(scene), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_does_not_want_it_is_told_nothing() => Assert.Empty(Notes(Scene(MigrationPolicy.Gentle)));

    private static object With(object scene, MigrationPolicy policy) => (PreflightScene)scene with { Policy = policy };

    private static object On(object scene, Func<MoveTarget, MoveTarget> change) => (PreflightScene)scene with { Target = change(((PreflightScene)scene).Target) };

    private static PreflightScene Scene(MigrationPolicy policy) =>
        new(s_guest, "kvm2", s_source, Transcript.Probes("source-kvm2"), new MoveTarget("kvm3", "kvm3", "198.51.100.13", 0, s_there, Transcript.Probes("target-kvm3") with { Userfaultfd = new UserfaultfdAnswer(true, "", "") }), MemoryNeed.None) { Policy = policy };

    private static string Told(PreflightScene scene) => MigrationCommand.For(Transcript.Guest, MoveWay.Of(scene)).ToString();

    private static string[] Notes(PreflightScene scene) => [.. Preflight.Judge(scene).Where(finding => finding.Check == PreflightCheck.PostCopy && finding.Verdict != PreflightVerdict.Passed).Select(finding => finding.What)];
}
