using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>A pool: how many pages it has for good, how many of them nobody has, and how many free ones are promised to somebody.</summary>
internal sealed record HugepagePool(long Pages, long Free, long Promised)
{
    public long Used => Pages - Free + Promised;
}

/// <summary>What the probe found: pools and memory in KiB by node (<see cref="Everywhere"/> for the whole host), and who sets pools at boot.</summary>
internal sealed record HugepagesReading(ILookup<string, string> Told, ValueMap<HugepagePool> Pools, ValueMap<long> Memory)
{
    public const string Everywhere = "all";

    public ValueList<long> Sizes => [.. Told["size"].Select(Number).Order()];

    public long DefaultKib => Number(Told["default"].FirstOrDefault() ?? "");

    public bool IsWritable => Told["writable"].Contains("yes");

    public bool HasSystemd => Told["systemd"].Contains("yes");

    public static HugepagesReading Of(CommandResult answer)
    {
        var told = answer.Lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1].Trim());
        return new(
            told,
            told["pool"].Select(line => line.Split(' ')).Where(words => words.Length == 5).Select(words => KeyValuePair.Create(
                words[0], new HugepagePool(Number(words[1]) - Number(words[3]), Number(words[2]), Number(words[4])))).ToValueMap(),
            told["memory"].Select(line => line.Split(' ')).Where(words => words.Length == 2).Select(words => KeyValuePair.Create(words[0], Number(words[1]))).ToValueMap());
    }

    /// <summary>What lmr's unit does at boot; null where it does not start.</summary>
    public ValueMap<long>? Unit => !Told.Contains("boot") ? null : Told["boot"]
        .Select(line => Regex.Match(line, @"echo ([0-9]+) >\S*?(?:/node/node([0-9]+))?/(?:mm/)?hugepages/hugepages-", RegexOptions.NonBacktracking)).Where(match => match.Success)
        .Select(match => KeyValuePair.Create(match.Groups[2].Success ? match.Groups[2].Value : Everywhere, Number(match.Groups[1].Value))).ToValueMap();

    /// <summary>
    /// What the kernel's command line reserves of one size. A number is for the size named last before it; from Linux 5.16 on it may be given
    /// node by node, as <c>0:4,1:4</c>.
    /// </summary>
    public ValueMap<long>? CommandLine(long kib)
    {
        ValueMap<long>? found = null;
        var words = (Told["cmdline"].FirstOrDefault() ?? "").Split(' ').Select(word => word.Split('=', 2)).Where(parts => parts.Length == 2).ToList();
        var at = words.FirstOrDefault(word => word[0] == "default_hugepagesz") is [_, var size] ? Kib(size) : DefaultKib;
        foreach (var word in words)
        {
            if (word[0] == "hugepagesz") at = Kib(word[1]);
            if (word[0] != "hugepages" || at != kib) continue;
            found = word[1].Split(',').Select(part => part.Split(':')).Select(part => part is [var node, var pages]
                ? KeyValuePair.Create(node, Number(pages)) : KeyValuePair.Create(Everywhere, Number(part[0]))).ToValueMap();
        }
        return found;
    }

    private static long Kib(string size) => Quantity.TrySize(size.ToUpperInvariant().TrimEnd('B') switch
    {
        [.. var number, 'K'] => number + "KiB",
        [.. var number, 'M'] => number + "MiB",
        [.. var number, 'G'] => number + "GiB",
        var number => number + "B",
    }, out var bytes, out _) ? bytes / 1024 : 0;

    private static long Number(string text) => long.TryParse(text, out var number) ? number : 0;
}
