namespace LiveMigrationRunbooks.Steps.Storage;

/// <summary>A file system at a path; without a source nothing is mounted there.</summary>
/// <param name="Options">Of what is mounted those that were asked for and that the kernel tells; of what is kept all of them. Sorted.</param>
/// <param name="Folder">Whether the folder is there when nothing is mounted on it.</param>
public sealed record MountState(string Source, string Type, string Options, bool Folder = true)
{
    internal bool IsMounted => Source.Length > 0;

    internal string Shown => IsMounted ? $"{Source}, {Type}{(Options.Length > 0 ? $", {Options}" : "")}" : "not mounted";
}
