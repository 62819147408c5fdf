using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Storage;

/// <summary>Options of a mount: which of them the kernel tells of what is mounted, and what undoes each.</summary>
internal static class MountOptions
{
    // Those that are the same for all types, with their contraries. Of a pair the kernel tells only one word.
    private static readonly (string Told, string Contrary)[] s_pairs =
        [("ro", "rw"), ("nosuid", "suid"), ("nodev", "dev"), ("noexec", "exec"), ("noatime", "relatime"), ("nodiratime", "diratime"), ("sync", "async")];

    private static readonly string[] s_secrets = ["password", "passwd", "pass", "secret", "key"];

    public const string Bind = "bind";

    /// <summary>One word for a list, whatever its order; "defaults" says nothing.</summary>
    public static string Sorted(IEnumerable<string> options) => string.Join(',', options.Where(option => option.Length > 0 && option != "defaults").Distinct().Order(StringComparer.Ordinal));

    /// <summary>Those of the asked ones that can be seen in what is mounted.</summary>
    public static string Visible(ValueList<string> asked) => Sorted(asked.Where(IsVisible));

    /// <summary>Those of the asked ones that are in force.</summary>
    public static string InForce(ValueList<string> asked, IReadOnlySet<string> told) => Sorted(asked.Where(option => IsVisible(option) && Is(option, told)));

    /// <summary>What a remount is to say so that just these of the asked ones are in force.</summary>
    public static string Remount(ValueList<string> asked, string wanted) =>
        string.Join(',', asked.Where(IsVisible).Select(option => wanted.Split(',').Contains(option) ? option : Contrary(option)));

    /// <summary>The name of the first option that holds a secret; null for none.</summary>
    public static string? Secret(ValueList<string> options) => options.Select(option => option.Split('=')[0]).FirstOrDefault(s_secrets.Contains);

    public static bool IsVisible(string option) => s_pairs.Any(pair => option == pair.Told || option == pair.Contrary);

    private static bool Is(string option, IReadOnlySet<string> told) => s_pairs.Any(pair => pair.Told == option) ? told.Contains(option) : !told.Contains(Contrary(option));

    private static string Contrary(string option) => s_pairs.Where(pair => pair.Told == option).Select(pair => pair.Contrary)
        .Concat(s_pairs.Where(pair => pair.Contrary == option).Select(pair => pair.Told)).First();
}
