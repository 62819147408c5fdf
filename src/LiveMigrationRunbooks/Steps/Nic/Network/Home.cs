using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>Where what is kept for one interface is written. It travels in the state, because commands are made from states alone.</summary>
/// <param name="Manager">Whose files these are.</param>
/// <param name="Base">The profile that governs the interface, or the one that lmr makes where none does.</param>
/// <param name="Exists">Whether that profile is there.</param>
/// <param name="Folder">Whether the folder of its drop-ins is there.</param>
/// <param name="Profile">NetworkManager's UUID of the profile; empty elsewhere.</param>
/// <param name="Ours">Addresses that lmr keeps already, in a file of its own.</param>
public sealed record Home(string Manager, string Device, string Base, bool Exists, bool Folder, string Profile, ValueList<string> Ours)
{
    /// <summary>The form that has no files: what the kernel holds.</summary>
    public static Home None { get; } = new("", "", "", false, false, "", []);
}

/// <summary>One file as a whole; without content it shall not be there.</summary>
internal sealed record ProfileFile(string Path, string? Content, string Mode = "0644")
{
    private static readonly string s_write = ShellText.Of("Steps/Nic/Network/profile-write.sh");

    /// <summary>Profiles hold no secrets of ours, so that the plan may show them.</summary>
    public Command Write() => Content is { } content ? Command.Sh(s_write, Path, Mode, content) : Command.Of("rm", "-f", "--", Path);
}
