using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>Names of network interfaces: at most 15 bytes, no slash, no space (the kernel's dev_valid_name).</summary>
internal static class DeviceName
{
    public const string Pattern = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}";
    public const string Words = "an interface name of at most 15 letters, digits, '.', '_' or '-'";

    public static Refusal Missing(string device, CommandResult answer) =>
        new("device", $"{device} cannot be read: {answer.Complaint.TrimEnd('.')}.", "Name an interface that `ip link` shows on this host.");

    /// <summary>The same where all interfaces were read, and this one is not among them.</summary>
    public static Refusal Missing(string device, CommandResult answer, KernelLinks links, string argument = "device")
    {
        if (!answer.Succeeded) return Missing(device, answer) with { Argument = argument };
        var near = Suggestion.For(device, links.All.Select(link => new KernelLink(link).Name));
        return new(argument, $"There is no interface {device} on this host.", near is null ? "Name an interface that `ip link` shows there, or make it by an earlier step." : Suggestion.Question(device, near));
    }
}
