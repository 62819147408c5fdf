using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>When a hook is run.</summary>
public enum HookTime
{
    Before,
    After,
}

/// <summary>A program of the machine that lmr runs on, told about a guest on its standard input.</summary>
/// <param name="Argv">Program and arguments, found from the folder of the file that says them.</param>
/// <param name="Digest">What it was trusted by, and must still be when it is run; empty where there was no such program.</param>
public sealed record GuestHook(ValueList<string> Argv, double WithinSeconds, string Digest)
{
    [JsonIgnore]
    public TimeSpan Within => TimeSpan.FromSeconds(WithinSeconds);

    public override string ToString() => string.Join(' ', Argv);
}

/// <summary>What is run around the move of each guest.</summary>
/// <param name="Before">Where it fails, the guest stays.</param>
/// <param name="After">Also where the guest stayed after all, so that it can take back what the first one did.</param>
public sealed record GuestHooks(GuestHook? Before, GuestHook? After)
{
    public GuestHook? At(HookTime when) => when == HookTime.Before ? Before : After;

    /// <summary>What runbooks call it.</summary>
    public static string NameOf(HookTime when) => when == HookTime.Before ? "before_guest" : "after_guest";
}
