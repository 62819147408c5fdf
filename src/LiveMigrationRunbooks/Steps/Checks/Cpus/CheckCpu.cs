using System.Text;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

[StepKind("check.cpu", "Proves that guests can run on every host of the play: a common CPU, a named model on each, and each running guest on all of them.")]
[Risks("Changes nothing. libvirt of each host is asked what it can give, and whether it can give what the guests of the others have; what it cannot it also writes into its log.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckCpu(
    [Argument("A model of libvirt's that every host can give, as `virsh domcapabilities` lists it; none is asked for when not given.", Example = "EPYC")] string? Model = null,
    [Argument("Each guest that runs on a host of the play can run on the others as it is now; true when not given.")] bool Guests = true) : MutualCheck
{
    private static readonly string s_told = ShellText.Of("Steps/Checks/Cpus/cpu-told.sh");
    private static readonly string s_fits = ShellText.Of("Steps/Checks/Cpus/cpu-fits.sh");

    public override TimeSpan Patience() => TimeSpan.FromMinutes(2);

    public override ValueList<Command> Prepare(Scene scene) => [Command.Sh(s_told)];

    public override ValueList<Command> Ask(Scene scene, Answers own, ValueList<HostAnswers> prepared)
    {
        var here = CpuOffer.Of(scene.Host, own);
        var there = prepared.Select(CpuOffer.Of).OfType<CpuOffer>().OrderBy(other => other.Host, StringComparer.Ordinal).ToList();
        if (here is null) return [Command.Sh(s_fits).WithInput("")];
        var baseline = there.Count == 0 ? "" : $"baseline {here.VirtType} {Base64(string.Concat(there.Append(here).OrderBy(host => host.Host, StringComparer.Ordinal).Select(host => host.Capabilities)))}\n";
        var guests = Guests ? there.SelectMany(other => other.Guests).Where(guest => guest.IsComparable).Select(guest => $"guest {guest.Uuid} {guest.VirtType} {guest.Arch} {guest.Machine} {guest.Emulator} {Base64(guest.Cpu)}\n") : [];
        return [Command.Sh(s_fits).WithInput(baseline + string.Concat(guests))];
    }

    public override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        if (Silence.Of(answers[0]) is { } silent) return silent;
        if (CpuOffer.Of(scene.Host, answers) is not { } here) return new Verdict.Failed("libvirt does not say what it can give guests", "Look at `virsh domcapabilities` on the host.");
        var there = others.Select(CpuOffer.Of).OfType<CpuOffer>().OrderBy(other => other.Host, StringComparer.Ordinal).ToList();
        var fits = CpuFit.Of(answers[1]);
        ValueList<Finding> found = [.. Named(here, there), .. Common(fits, there), .. Taken(here, fits, there)];
        return Finding.Of(found, others.Count > 0 ? "no other host answered" : "no peers");
    }

    private IEnumerable<Finding> Named(CpuOffer here, List<CpuOffer> there)
    {
        if (Model is null) yield break;
        if (here.Models.Contains(Model)) yield return new($"{Model} can be given");
        else
        {
            var common = there.Append(here).Select(host => host.Models.AsEnumerable()).Aggregate((one, other) => one.Intersect(other)).Order(StringComparer.Ordinal).ToList();
            yield return new(
                $"{Model} cannot be given to guests here",
                common.Count == 0 ? "Name a model that `virsh domcapabilities` calls usable on every host." : $"Name a model that all hosts can give: {string.Join(", ", common)}.");
        }
    }

    private static IEnumerable<Finding> Common(CpuFit fits, List<CpuOffer> there)
    {
        if (there.Count == 0) yield break;
        var hosts = string.Join(", ", there.Select(other => other.Host));
        yield return fits.Baseline switch
        {
            { Model: { } model } => new($"in common with {hosts}: {model}"),
            { Said: { } said } => new($"no CPU is common to this host and {hosts}: {said}", "Move guests only among hosts whose processors are of one maker and line; put the others in a play of their own."),
            _ => new($"libvirt did not say what is common to this host and {hosts}", "Run `virsh hypervisor-cpu-baseline` on the host to see more."),
        };
    }

    private IEnumerable<Finding> Taken(CpuOffer here, CpuFit fits, List<CpuOffer> there)
    {
        if (!Guests || there.Count == 0) yield break;
        var all = there.SelectMany(other => other.Guests.Select(guest => (other.Host, Guest: guest, Why: Why(guest, other)))).ToList();
        foreach (var (host, guest, why) in all.Where(each => each.Why is not null))
        {
            yield return why is CpuFit.Silent ? new($"nobody knows whether {guest.Name} of {host} can run here: {why}", "Run `virsh hypervisor-cpu-compare` on this host to see more.") : new($"{guest.Name} of {host} cannot run here: {why}", "Give the guest a model that all hosts can give (check.cpu with model names those), at its next start; until then leave this host out of its targets.");
        }
        if (all.Count > 0 && all.All(each => each.Why is null)) yield return new($"can take {string.Join(", ", all.Select(each => each.Guest.Name).Distinct().Order(StringComparer.Ordinal))}");

        string? Why(CpuGuest guest, CpuOffer other) => guest switch
        {
            { Cpu: "" } => null,
            { IsHosts: true } => other.HostCpu == here.HostCpu ? null : $"it has its host's own CPU (host-passthrough), and this host's is another one",
            _ => fits.Guest(guest.Uuid),
        };
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
