namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>
/// Refuses to change the running form of what carries this very session, be it the interface itself, a member of its bond or the parent of its
/// VLAN: it could lock us out, and without a timer on the host that puts it back (a later release arms one) the way back would be a walk to
/// the console.
/// </summary>
internal static class ManagementPath
{
    public static IEnumerable<Refusal> Refuse<T>(string device, Value<T> now, Value<T> want, Scene scene)
    {
        if (!Equals(now, want) && scene.Facts.ManagementNic is { Length: > 0 } session && NicTree.Of(scene.Facts).Carries(device, session))
            yield return new Refusal(
                "device", $"{device} carries the management path of {scene.Host}{(device == session ? "" : $" ({session} stands on it)")}.", "Change it by hand at the console, or name the migration interface.");
    }
}
