using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Steps.Checks;

[StepKind("check.version", "Proves that libvirt and QEMU, as they run, are new enough, and that no host is older than another.")]
[Risks("Changes nothing. Asked is the daemon that runs, not the package that is installed.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckVersion(
    [Argument("This version of libvirt runs, or a newer one.", Pattern = CheckVersion.Form, PatternWords = CheckVersion.FormWords, Example = "\"8.5\"")] string? Libvirt = null,
    [Argument("This version of QEMU is there, or a newer one.", Pattern = CheckVersion.Form, PatternWords = CheckVersion.FormWords, Example = "\"7.2\"")] string? Qemu = null,
    [Argument("No host of the play is older than another one, so that guests can go both ways. The first two numbers count; of QEMU they say which machine types there are.")] bool BothWays = true) : Check
{
    private const string Form = @"[0-9]{1,4}(\.[0-9]{1,4}){0,2}";
    private const string FormWords = "one to three numbers with dots, as \"8.5\"";
    private const string Update = "Update this host; a daemon that runs since before an update is restarted with libvirt.restart.";

    public override ValueList<Command> Probe(Scene scene) => [Command.Of("virsh", "-q", "-c", "qemu:///system", "version", "--daemon")];

    public override Verdict Judge(Answers answers, Scene scene) => Judge(answers, scene, []);

    public override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        if (Silence.Of(answers[0]) is { } silent) return silent;
        if (LibvirtVersions.Read(answers[0].Text) is not { } here) return new Verdict.Failed("virsh tells no version of its daemon or of QEMU", "Install QEMU (qemu-system-x86, qemu-kvm), and look at `virsh version --daemon`.");
        var there = others.Select(other => (other.Scene.Host, Versions: LibvirtVersions.Read(other.Answers[0].Text))).Where(other => other.Versions is not null).ToList();
        (string Name, Version Here, string? Least, List<(string Host, Version Version)> Others)[] both =
        [
            ("libvirt", here.Libvirt, Libvirt, [.. there.Select(other => (other.Host, other.Versions!.Libvirt))]),
            ("QEMU", here.Qemu, Qemu, [.. there.Select(other => (other.Host, other.Versions!.Qemu))]),
        ];
        var failures = both.SelectMany(each => Failures(each.Name, each.Here, each.Least, each.Others)).ToList();
        return Finding.Of(failures, $"libvirt {here.Libvirt}, QEMU {here.Qemu}{(BothWays && there.Count > 0 ? $", not older than {string.Join(", ", there.Select(other => other.Host))}" : "")}");
    }

    private IEnumerable<Finding> Failures(string name, Version here, string? least, List<(string Host, Version Version)> others)
    {
        if (least is not null && here < Parsed(least)) yield return new($"{name} {here} runs, and {least} is wanted", Update);
        var newer = others.Where(other => BothWays && Line(here) < Line(other.Version)).ToList();
        if (newer.Count > 0)
        {
            yield return new(
                $"{name} {here} is older than that of {string.Join(", ", newer.Select(other => $"{other.Host} ({other.Version})"))}: guests that were started there may not run here",
                $"{Update} Where guests only go from older hosts to newer ones, write both_ways: false.");
        }
    }

    private static Version Line(Version version) => new(version.Major, version.Minor);

    // One number is a version too; what is not written counts as zero.
    private static Version Parsed(string text) => Version.Parse(text.Contains('.') ? text : text + ".0") is var version ? new Version(version.Major, version.Minor, Math.Max(version.Build, 0)) : version;
}
