namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>What systemd calls its units and their drop-ins.</summary>
internal static class UnitName
{
    public const string Pattern = @"[A-Za-z0-9:_.\\-]+@?[A-Za-z0-9:_.\\-]*\.(service|socket|timer|mount|automount|path|target|slice|scope|swap|device)";
    public const string Words = "a unit with its ending, as libvirtd.service";
    public const string DropInPattern = @"[A-Za-z0-9_][A-Za-z0-9_.@-]*";
    public const string DropInWords = "the name of a drop-in, as 10-limits";
    private const string Folder = "/etc/systemd/system";

    /// <summary>Where the units stand that a unit comes from: its own file, and for an instance that of its template.</summary>
    public static IEnumerable<string> OriginsOf(string unit) => unit.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        ? [PathOf(unit, null), PathOf(unit[..(at + 1)] + unit[unit.LastIndexOf('.')..], null)] : [PathOf(unit, null)];

    public static string PathOf(string unit, string? dropIn) =>
        dropIn is null ? $"{Folder}/{unit}" : $"{Folder}/{unit}.d/{(dropIn.EndsWith(".conf", StringComparison.Ordinal) ? dropIn : dropIn + ".conf")}";
}
