using System.Text.Json;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

[StepKind("check.userfaultfd", "Proves that QEMU, run as libvirt runs it, can take a guest by post-copy: the kernel lets it handle page faults.")]
[Risks("Changes nothing. A QEMU without a guest is started for a moment, as the user and with the capabilities that libvirt gives it, and asked.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckUserfaultfd() : Check
{
    private static readonly string s_probe = ShellText.Of("Steps/Checks/userfaultfd.sh");

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe)];

    public override Verdict Judge(Answers answers, Scene scene)
    {
        var told = answers[0].Lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        var user = told["user"].FirstOrDefault() ?? "root";
        if (!told.Contains("qemu")) return new Verdict.Failed("QEMU is not there", "Install qemu-system-x86 (qemu-kvm).");
        if (told["missing"].FirstOrDefault() is { } program) return new Verdict.Failed($"{program} is not there, so QEMU cannot be asked as {user}", "Install util-linux.");
        var version = told["qemu"].First();
        var answer = told["said"].Select(Reply).FirstOrDefault(reply => reply is not null);
        if (answer is "") return new Verdict.Passed($"QEMU {version} as {user} can take guests by post-copy");
        var why = told["said"].FirstOrDefault(line => !line.StartsWith('{') && line.Contains("serfaultfd", StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(": ", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..] : null;
        if (answer is null) return new Verdict.Failed($"QEMU {version} as {user} does not answer{(told["said"].LastOrDefault(line => !line.StartsWith('{')) is { } said ? $": {said}" : "")}", "Run it on the host to see more.");
        var asked = (Sysctl: told["sysctl"].FirstOrDefault(), Device: told["device"].FirstOrDefault());
        return new Verdict.Failed(
            $"QEMU {version} as {user}: {answer.TrimEnd('.')}{(why is null ? "" : $" ({why})")}; {(asked.Sysctl is { } value ? $"vm.unprivileged_userfaultfd is {value}" : "the kernel has no vm.unprivileged_userfaultfd")}, {(asked.Device is { } mode ? $"/dev/userfaultfd is {mode}" : "there is no /dev/userfaultfd")}",
            asked switch
            {
                { Sysctl: null, Device: null } => "Use a kernel with CONFIG_USERFAULTFD, or policies without post-copy.",
                { Sysctl: "1" } => "Look at AppArmor, SELinux and seccomp_sandbox of qemu.conf, or use policies without post-copy.",
                _ => "Set it with a step sysctl: { set: { vm.unprivileged_userfaultfd: 1 } }, or use policies without post-copy. QEMU 8.0 and newer also take /dev/userfaultfd, where its user may open it.",
            });
    }

    // The answer to our question: empty where it is yes, else QEMU's reason; null for any other line.
    private static string? Reply(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            if (!json.RootElement.TryGetProperty("id", out var id) || id.GetString() != "postcopy") return null;
            return json.RootElement.TryGetProperty("error", out var error) ? error.GetProperty("desc").GetString() ?? "refused" : "";
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
