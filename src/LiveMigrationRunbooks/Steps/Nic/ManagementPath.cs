namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>
/// Whether a change is about what carries this very session, be it the interface itself, a member of its bond or the parent of its VLAN: then it
/// could lock us out, and is made under a timer.
/// </summary>
internal static class ManagementPath
{
    public static string? Cuts(string device, Scene scene) =>
        scene.Facts.ManagementNic is { Length: > 0 } session && NicTree.Of(scene.Facts).Carries(device, session)
            ? $"{device} carries it{(device == session ? "" : $", {session} stands on it")}" : null;
}
