using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>Names of network interfaces: at most 15 bytes, no slash, no space (the kernel's dev_valid_name).</summary>
internal static class DeviceName
{
    public const string Pattern = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}";
    public const string Words = "an interface name of at most 15 letters, digits, '.', '_' or '-'";

    public static Refusal Missing(string device, CommandResult answer) =>
        new("device", $"{device} cannot be read: {answer.Complaint.TrimEnd('.')}.", "Name an interface that `ip link` shows on this host.");
}
