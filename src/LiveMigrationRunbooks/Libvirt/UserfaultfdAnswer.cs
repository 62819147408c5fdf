using System.Text.Json;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Whether QEMU, run as libvirt runs it on a host, can take a guest by post-copy.</summary>
/// <param name="Said">What was found.</param>
/// <param name="Remedy">Empty where it can.</param>
public sealed record UserfaultfdAnswer(bool Fits, string Said, string Remedy)
{
    /// <summary>The shell text that asks.</summary>
    public const string Script = "Steps/Checks/userfaultfd.sh";

    /// <param name="lines">Name and value, as the script tells them.</param>
    public static UserfaultfdAnswer Read(IEnumerable<string> lines)
    {
        var told = lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        var user = told["user"].FirstOrDefault() ?? "root";
        if (!told.Contains("qemu")) return No("QEMU is not there", "Install qemu-system-x86 (qemu-kvm).");
        if (told["missing"].FirstOrDefault() is { } program) return No($"{program} is not there, so QEMU cannot be asked as {user}", "Install util-linux.");
        var version = told["qemu"].First();
        var answer = told["said"].Select(Reply).FirstOrDefault(reply => reply is not null);
        if (answer is "") return new UserfaultfdAnswer(true, $"QEMU {version} as {user} can take guests by post-copy", "");
        var why = told["said"].FirstOrDefault(line => !line.StartsWith('{') && line.Contains("serfaultfd", StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(": ", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..] : null;
        if (answer is null) return No($"QEMU {version} as {user} does not answer{(told["said"].LastOrDefault(line => !line.StartsWith('{')) is { } said ? $": {said}" : "")}", "Run it on the host to see more.");
        var asked = (Sysctl: told["sysctl"].FirstOrDefault(), Device: told["device"].FirstOrDefault());
        return No(
            $"QEMU {version} as {user}: {answer.TrimEnd('.')}{(why is null ? "" : $" ({why})")}; {(asked.Sysctl is { } value ? $"vm.unprivileged_userfaultfd is {value}" : "the kernel has no vm.unprivileged_userfaultfd")}, {(asked.Device is { } mode ? $"/dev/userfaultfd is {mode}" : "there is no /dev/userfaultfd")}",
            asked switch
            {
                { Sysctl: null, Device: null } => "Use a kernel with CONFIG_USERFAULTFD, or policies without post-copy.",
                { Sysctl: "1" } => "Look at AppArmor, SELinux and seccomp_sandbox of qemu.conf, or use policies without post-copy.",
                _ => "Set it with a step sysctl: { set: { vm.unprivileged_userfaultfd: 1 } }, or use policies without post-copy. QEMU 8.0 and newer also take /dev/userfaultfd, where its user may open it.",
            });
    }

    private static UserfaultfdAnswer No(string said, string remedy) => new(false, said, remedy);

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
