using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Cpu;

/// <summary>A drop-in of a unit: whether it speaks of processors, begins the list anew, and which it adds.</summary>
internal sealed record CpuFile(string Unit, string Path, bool Speaks, bool Resets, CpuList Adds)
{
    public CpuFile With(string value) => value.Length == 0
        ? this with { Speaks = true, Resets = true, Adds = CpuList.Empty }
        : this with { Speaks = true, Adds = Adds.With(CpuList.Of(value)) };
}

/// <summary>What the probe found of processors and of who may run on them.</summary>
internal sealed record CpuReading(ILookup<string, string> Told, ValueList<CpuFile> Files)
{
    public bool IsUnified => Told["cgroup"].FirstOrDefault() is { } controllers && controllers != "v1";

    public bool HasCpuset => Told["cgroup"].SelectMany(line => line.Split(' ')).Contains("cpuset");

    public bool HasSystemd => Told.Contains("systemd");

    public CpuList Online => CpuList.Of(Told["online"].FirstOrDefault() ?? "");

    public IEnumerable<(string Name, CpuList Cpus)> Nodes => Pairs("node").Select(each => (each.Name, CpuList.Of(each.Value)));

    /// <summary>Guests with processors of their own choice, and which.</summary>
    public IEnumerable<(string Name, CpuList Cpus)> Pinned => Told["pinned"].Select(line => line.LastIndexOf(' ') is var at && at < 0
        ? (line, CpuList.Empty) : (line[..at], CpuList.Of(line[(at + 1)..])));

    /// <summary>Guests, and the control group each runs in.</summary>
    public IEnumerable<(string Name, string Group)> Guests => Told["guest"].Select(line => line.LastIndexOf(' ') is var at && at < 0 ? (line, "") : (line[..at], line[(at + 1)..]));

    public static CpuReading Of(CommandResult answer)
    {
        var files = new List<CpuFile>();
        foreach (var line in answer.Lines)
        {
            if (line.Split(' ', 3) is ["file", var unit, var file]) files.Add(new(unit, file, false, false, CpuList.Empty));
            else if (line[0] == '|' && files.Count > 0) files[^1] = files[^1].With(line[1..].Trim());
        }
        return new(answer.Lines.Where(line => line[0] != '|').Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => parts.ElementAtOrDefault(1)?.Trim() ?? ""), [.. files]);
    }

    /// <summary>What a unit may run on now; empty where nothing limits it.</summary>
    public CpuList Now(string unit) => One("limit", unit) is { Length: > 0 } limit ? CpuList.Of(One("effective", unit) is { Length: > 0 } effective ? effective : limit) : CpuList.Empty;

    /// <summary>What it may run on after a boot. Lists add up over all drop-ins; an empty value begins anew (systemd.resource-control(5)).</summary>
    public CpuList AtBoot(string unit) => InOrder(unit).Aggregate(CpuList.Empty, (sum, file) => file.Resets ? file.Adds : sum.With(file.Adds));

    /// <summary>A drop-in that is read after lmr's and adds or takes processors.</summary>
    public string? After(string unit) => InOrder(unit).LastOrDefault(file => file.Speaks && string.CompareOrdinal(NameOf(file.Path), CpuDropIn.Name) > 0)?.Path;

    private IEnumerable<CpuFile> InOrder(string unit) =>
        Files.Where(file => file.Unit == unit).DistinctBy(file => NameOf(file.Path)).OrderBy(file => NameOf(file.Path), StringComparer.Ordinal);

    private IEnumerable<(string Name, string Value)> Pairs(string word) => Told[word].Select(line => line.Split(' ', 2)).Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? ""));

    private string One(string word, string name) => Pairs(word).FirstOrDefault(each => each.Name == name).Value ?? "";

    private static string NameOf(string file) => file[(file.LastIndexOf('/') + 1)..];
}
