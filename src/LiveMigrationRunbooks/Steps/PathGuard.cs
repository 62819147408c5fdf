using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>
/// The dead-man timer of a change: unless it is confirmed over a new connection within these seconds, the host takes it back by itself.
/// </summary>
/// <param name="Why">How the change may cut the path to the host, as half a sentence; null where only the runbook asked for the timer.</param>
public sealed record PathGuard(string? Why, int Seconds)
{
    /// <summary>What a change that may cut the path gets where its step says nothing: a bridge's spanning tree alone may take a minute.</summary>
    public const int DefaultSeconds = 120;

    /// <summary>For people, in plans.</summary>
    [JsonIgnore]
    public string Text => Why is null ? $"reverts in {Seconds}s unless confirmed" : $"may cut the management path ({Why}): reverts in {Seconds}s unless confirmed";

    /// <summary>The same as notes of a change.</summary>
    /// <param name="waits">Whether what is kept is not loaded before the next boot.</param>
    internal IEnumerable<string> Told(bool waits) => waits ? [Text, "the timer proves what runs now; what is kept is first used at the next boot"] : [Text];

    /// <summary>The timer of a change; null for none. Over a local connection there is no path to cut.</summary>
    internal static PathGuard? Of(string? why, Scene scene) => scene.ConfirmWithin is { } asked ? new(why, asked)
        : why is not null && (scene.Facts.SshSession.Length > 0 || scene.Facts.ManagementNic.Length > 0) ? new(why, DefaultSeconds) : null;

    /// <summary>Refusals that stand, and as notes those that the step takes upon itself by asking for a timer.</summary>
    internal static (ValueList<Refusal> Refusals, ValueList<string> Risked) Sort(IEnumerable<Refusal> all, Scene scene)
    {
        var lifted = all.ToLookup(each => each.UnlessGuarded && scene.ConfirmWithin is not null);
        return ([.. lifted[false]], [.. lifted[true].Select(each => each.Reason.TrimEnd('.'))]);
    }

    /// <summary>The timer is systemd's: where it is not what runs the host, nothing would bring the path back.</summary>
    internal IEnumerable<Refusal> Refuse(Scene scene) => !scene.Facts.MissingTools.Contains("systemd") ? []
        : [new Refusal(null, $"{scene.Host} does not run systemd, whose timer would take this back{(Why is null ? "" : $"; it may cut the management path ({Why})")}.", "Change it at the console, or leave this host out.")];
}
