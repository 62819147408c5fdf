using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>A line of a file that is read at boot: <c>loads</c>, <c>blacklist</c>, <c>install /bin/false</c>, <c>options a=1 b=2</c>.</summary>
internal sealed record ModuleLine(string File, string Verb, string Rest);

/// <summary>What the probe found of a module.</summary>
internal sealed record ModuleReading(string Name, ILookup<string, string> Told, ValueList<ModuleLine> Lines)
{
    public const string CommandLine = "the kernel's command line";

    public string LoadFile => $"/etc/modules-load.d/lmr-{Name}.conf";

    // Sorts late: of options that are given twice the last one counts.
    public string OptionsFile => $"/etc/modprobe.d/zz-lmr-{Name}.conf";

    public string Release => One("release");

    /// <summary>Whether the host has files of modules for the running kernel, and this one among them.</summary>
    public bool HasTree => One("tree") != "none";

    public bool HasFile => One("tree") == "present";

    /// <summary>Whether this kernel takes and gives no modules any more until the next boot.</summary>
    public bool IsClosed => Told.Contains("closed");

    /// <summary>The parameters it has; null where the host cannot say.</summary>
    public ValueList<string>? Knows => !Told.Contains("listed") ? null
        : [.. Told["knows"].Concat(Told["writable"]).Concat(Told["fixed"]).Concat(Told["hidden"]).Select(line => line.Split(' ')[0].Replace('-', '_')).Distinct().Order(StringComparer.Ordinal)];

    private IEnumerable<(string Name, string Value)> ParametersOf(string access) =>
        Told[access].Select(line => line.Split(' ', 2)).Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? ""));

    /// <summary>Who has it in use: names of modules, or how many the kernel counts; empty for nobody.</summary>
    public string Users => One("kernel").Split(' ') is ["loaded", var count, var users] && count != "0"
        ? users == "-" ? $"{count} users that the kernel does not name" : string.Join(", ", users.Split(',', StringSplitOptions.RemoveEmptyEntries))
        : "";

    /// <summary>Lines of other people that keep it from being loaded at boot.</summary>
    public IEnumerable<ModuleLine> Blocks => Lines.Where(line => line.Verb == "blacklist" && line.File != OptionsFile);

    /// <summary>A line that has something else run in the module's place, also where it is asked for by name.</summary>
    public ModuleLine? Replaced => Lines.FirstOrDefault(line => line.Verb == "install" || (line is { Verb: "blacklist", Rest: "for good" }));

    public static ModuleReading Of(string name, CommandResult answer)
    {
        var told = answer.Lines.Where(line => !line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split(' ', 2))
            .ToLookup(parts => parts[0], parts => parts.ElementAtOrDefault(1)?.Trim() ?? "");
        return new(name, told, [.. FileLines(answer.Lines), .. FromCommandLine(name, told["cmdline"].FirstOrDefault() ?? "")]);
    }

    public ModuleState Kernel(IEnumerable<string> asked) => One("kernel").Split(' ')[0] switch
    {
        "loaded" => new(ModulePresence.Loaded, Parameters(asked)),
        "built_in" => new(ModulePresence.BuiltIn, Parameters(asked)),
        _ => new(ModulePresence.Absent, ValueMap<ModuleParameter>.Empty, [.. Told["brings"]]),
    };

    public ModuleState AtBoot(IEnumerable<string> asked)
    {
        var options = asked.Select(name => (Name: name, Option(name)?.Value)).SelectMany(each =>
            each.Value is { } value ? new[] { KeyValuePair.Create(each.Name, new ModuleParameter(value)) } : []).ToValueMap();
        if (One("kernel") == "built_in") return new(ModulePresence.BuiltIn, options);
        return new(Lines.Any(line => line.Verb == "blacklist") ? ModulePresence.Blocked
            : Lines.Any(line => line.Verb == "loads") ? ModulePresence.Loaded : ModulePresence.Absent, options);
    }

    /// <summary>What the next boot gives a parameter, and who says so. Files give a module that is built in nothing.</summary>
    public (string File, string Value)? Option(string parameter) => Lines
        .Where(line => line.Verb == "options" && (line.File == CommandLine || One("kernel") != "built_in"))
        .SelectMany(line => line.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (line.File, Word: word.Split('=', 2))))
        .Where(each => each.Word[0].Replace('-', '_') == parameter)
        .Select(each => ((string, string)?)(each.File, each.Word.ElementAtOrDefault(1)?.Trim('"') ?? "")).LastOrDefault();

    public bool IsAfterOurs(string file) => file == CommandLine || string.CompareOrdinal(NameOf(file), NameOf(OptionsFile)) > 0;

    private ValueMap<ModuleParameter> Parameters(IEnumerable<string> asked)
    {
        var writable = ParametersOf("writable").ToDictionary(each => each.Name, each => each.Value);
        var closed = ParametersOf("fixed").ToDictionary(each => each.Name, each => each.Value);
        return asked.Select(name => KeyValuePair.Create(name, writable.TryGetValue(name, out var open) ? new ModuleParameter(open)
            : closed.TryGetValue(name, out var held) ? new ModuleParameter(held, ParameterAccess.Fixed)
            : new ModuleParameter("", ParameterAccess.Hidden))).ToValueMap();
    }

    // Of files with one name only the first directory's counts; the rest are read sorted by name, whatever their directory (modprobe.d(5)).
    private static IEnumerable<ModuleLine> FileLines(IEnumerable<string> lines)
    {
        var files = new List<(string Kind, string Path, List<string> Lines)>();
        foreach (var line in lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2))
        {
            if (line[0] is "loads-file" or "options-file") files.Add((line[0], line[1], []));
            else if (line[0] == "|" && files.Count > 0) files[^1].Lines.Add(line[1]);
        }
        return files.DistinctBy(file => (file.Kind, NameOf(file.Path))).OrderBy(file => NameOf(file.Path), StringComparer.Ordinal)
            .SelectMany(file => file.Lines.Select(text => text.Split(' ', 2)).Select(parts => new ModuleLine(file.Path, parts[0], parts.ElementAtOrDefault(1)?.Trim() ?? "")));
    }

    private static IEnumerable<ModuleLine> FromCommandLine(string module, string line)
    {
        foreach (var (key, value) in line.Split(' ').Select(word => word.Split('=', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0].Replace('-', '_'), parts[1])))
        {
            if (key is "modprobe.blacklist" or "module_blacklist" && value.Replace('-', '_').Split(',').Contains(module))
                yield return new(CommandLine, "blacklist", key == "module_blacklist" ? "for good" : "");
            else if (key == "modules_load" && value.Replace('-', '_').Split(',').Contains(module)) yield return new(CommandLine, "loads", "");
            else if (key.StartsWith(module + ".", StringComparison.Ordinal)) yield return new(CommandLine, "options", $"{key[(module.Length + 1)..]}={value}");
        }
    }

    private static string NameOf(string file) => file[(file.LastIndexOf('/') + 1)..];

    private string One(string name) => Told[name].FirstOrDefault() ?? "";
}
