using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>The commands that arm a guard and decide it. Where it stands is read as of any job (<see cref="JobScripts.Read"/>).</summary>
public static class GuardScripts
{
    /// <summary>Another guard is armed on the host.</summary>
    public const int OtherArmed = 79;

    /// <summary>It could not be armed, and never will be.</summary>
    public const int NeverArmed = 78;

    private static readonly string s_state = EmbeddedScript.Read("Hosts/Jobs/state.sh");
    private static readonly string s_disarm = EmbeddedScript.Read("Hosts/Jobs/disarm.sh");
    private static readonly string s_arm = s_state + s_disarm + EmbeddedScript.Read("Hosts/Jobs/install.sh") + EmbeddedScript.Read("Hosts/Jobs/arm.sh");
    private static readonly string s_confirm = s_disarm + EmbeddedScript.Read("Hosts/Jobs/confirm.sh");

    /// <summary>Arms it, and reads back that the timer runs: told as <c>armed</c>, or <c>already</c> where it was. It stands before the start of what it guards, as a required item.</summary>
    public static Command Arm(Guard guard, int? epoch) => Command.Sh(
        s_arm, guard.RunId, Number(guard.Batch), epoch is { } number ? Number(number) : "", Number(guard.Seconds), string.Join(' ', guard.Guarded)).WithInput(GuardText.Render(guard));

    /// <summary>The one commit point. Told as <c>confirmed</c>, or <c>begun</c> where the host takes it back already.</summary>
    public static Command Confirm(string run, int batch) => Command.Sh(s_confirm, run, Number(batch), "confirm");

    /// <summary>Has it taken back at once.</summary>
    public static Command Revert(string run, int batch) => Command.Sh(s_confirm, run, Number(batch), "revert");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
