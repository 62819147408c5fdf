namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>
/// Refuses to change the running form of the interface that carries this very session: it could lock us out, and without a timer on the
/// host that puts it back (a later release arms one) the way back would be a walk to the console.
/// </summary>
internal static class ManagementPath
{
    public static IEnumerable<Refusal> Refuse<T>(string device, Value<T> now, Value<T> want, Scene scene)
    {
        if (scene.Facts.ManagementNic == device && !Equals(now, want))
            yield return new Refusal("device", $"{device} carries the management path of {scene.Host}.", "Change it by hand at the console, or name the migration interface.");
    }
}
