using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>Where the next boot has its kernel command line from, and what it says of the keys that were asked for.</summary>
/// <param name="Loader"><c>grub</c>, whose configuration is made by a tool, or <c>bls</c>: entries that are files of their own.</param>
/// <param name="Tool">What makes the configuration anew; empty where the files are the entries themselves.</param>
/// <param name="Config">The configuration it makes.</param>
/// <param name="Files">The files that are edited.</param>
/// <param name="Source">The words of each key in what new entries are made of; a key that is not there has none.</param>
/// <param name="Entry">The words of each key in what the boot loader has now; several where its entries differ.</param>
public sealed record BootLine(string Loader, string Tool, string Config, ValueList<string> Files, ValueMap<string> Source, ValueMap<string> Entry)
{
    public IEnumerable<Command> Write(string script, BootLine to)
    {
        string[] words = [.. Source.Keys.Union(Entry.Keys).Union(to.Entry.Keys).Order(StringComparer.Ordinal)
            .Where(key => Source.GetValueOrDefault(key) != to.Source.GetValueOrDefault(key) || Entry.GetValueOrDefault(key) != to.Entry.GetValueOrDefault(key))
            .SelectMany(key => new[] { key, to.Entry.GetValueOrDefault(key) ?? "" })];
        foreach (var file in Files) yield return Command.Sh(script, [file, FormOf(file), .. words]);
        if (Tool == "update-grub") yield return Command.Of(Tool);
        else if (Tool.Length > 0) yield return Command.Of(Tool, "-o", Config);
    }

    private string FormOf(string file) => Loader == "grub" ? "grub" : file == BootReading.KernelLine ? "line" : "options";
}

/// <summary>Words of a kernel command line.</summary>
internal static class BootWords
{
    /// <summary>The name of a word. The kernel takes - and _ for one letter in it.</summary>
    public static string NameOf(string word) => word.Split('=', 2)[0].Replace('-', '_');

    public static ValueList<string> Of(string line) => [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>What a line says of some keys, each with all of its words.</summary>
    public static ValueMap<string> Said(string line, IEnumerable<string> keys) => Of(line).GroupBy(NameOf)
        .Where(group => keys.Contains(group.Key)).Select(group => KeyValuePair.Create(group.Key, string.Join(' ', group))).ToValueMap();
}
