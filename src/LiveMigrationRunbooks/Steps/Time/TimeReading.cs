using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Time;

/// <summary>What a host told of its keepers of time.</summary>
internal sealed class TimeReading
{
    private readonly ILookup<string, string> _told;

    private TimeReading(ILookup<string, string> told) => _told = told;

    public static TimeReading Of(CommandResult result) =>
        new(result.Lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]));

    public bool Runs => _told["chrony"].Contains("running");

    public string? SourcesFile => _told["sources"].FirstOrDefault();

    public string? ConfFile => _told["conf"].FirstOrDefault();

    public IEnumerable<string> Lines => _told["line"];

    /// <summary>The number of the interface's hardware clock.</summary>
    public string? Clock => _told["ptp"].FirstOrDefault(word => word.All(char.IsAsciiDigit));

    public bool Has(string source) => _told["source"].Contains(source, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Refusal> Refuse(TimeSync step, Scene scene)
    {
        if (!_told["chrony"].Any())
            return [new Refusal(null, "chrony is not installed.", "Install chrony.")];
        var others = _told["other"].Where(unit => !scene.Coming.Contains($"service/{unit}#running"));
        return [.. others.Select(Other), .. Files(step), .. step.Ptp is { } ptp ? Hardware(ptp, scene) : []];
    }

    private static Refusal Other(string unit) =>
        new(null, $"{unit} keeps the time of this host, and two daemons would pull the clock both ways.", $"Add a step before this one: service: {{ name: {unit}, running: false, enabled: false }}.");

    private IEnumerable<Refusal> Files(TimeSync step)
    {
        var main = _told["main"].FirstOrDefault() ?? "chrony.conf";
        var folder = main[..main.LastIndexOf('/')] is var above && above == "/etc" ? "/etc/chrony.d" : above;
        foreach (var link in _told["link"]) yield return new Refusal(null, $"{link} is a symbolic link, and links are not followed.", "Replace it by a file, or remove it.");
        if (SourcesFile is null)
            yield return new Refusal(null, $"{main} names no folder below /etc from which chronyd loads sources while it runs.", $"Add `sourcedir {folder}/sources.d` to it and make that folder.");
        if (ConfFile is null && (step.Makestep is not null || step.Ptp is not null))
            yield return new Refusal(step.Makestep is null ? "ptp" : "makestep", $"{main} names no folder below /etc for further files.", $"Add `confdir {folder}/conf.d` to it and make that folder.");
    }

    private IEnumerable<Refusal> Hardware(PtpSource ptp, Scene scene)
    {
        if (_told["ptp"].Contains("no interface"))
            yield return new Refusal("ptp", $"There is no interface {ptp.Device}.", "Name an interface that `ip link` shows on this host.");
        else if (Clock is null)
            yield return new Refusal("ptp", $"{ptp.Device} has no hardware clock.", $"Name an interface for which `ethtool -T` shows one, or leave this host out.");
        if (_told["ptp4l"].Contains("missing"))
            yield return new Refusal("ptp", "ptp4l, which would keep the clock, is not installed.", "Install linuxptp.");
        else if (!_told["ptp4l"].Any() && !scene.Coming.Any(key => key.StartsWith("service/ptp4l", StringComparison.Ordinal)))
            yield return new Refusal("ptp", $"ptp4l does not run for {ptp.Device}, so nobody keeps its clock.", $"Add a step before this one: service: {{ name: ptp4l@{ptp.Device}.service, running: true, enabled: true }}.");
    }
}
