namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>What systemd calls its units and their drop-ins.</summary>
internal static class UnitName
{
    public const string Pattern = @"[A-Za-z0-9:_.\\-]+@?[A-Za-z0-9:_.\\-]*\.(service|socket|timer|mount|automount|path|target|slice|scope|swap|device)";
    public const string Words = "a unit with its ending, as libvirtd.service";
    public const string DropInPattern = @"[A-Za-z0-9_][A-Za-z0-9_.@-]*";
    public const string DropInWords = "the name of a drop-in, as 10-limits";
    private const string Folder = "/etc/systemd/system";

    public static string PathOf(string unit, string? dropIn) =>
        dropIn is null ? $"{Folder}/{unit}" : $"{Folder}/{unit}.d/{(dropIn.EndsWith(".conf", StringComparison.Ordinal) ? dropIn : dropIn + ".conf")}";
}
