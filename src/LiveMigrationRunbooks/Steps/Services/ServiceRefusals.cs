using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>Why a unit cannot be started, stopped, enabled or disabled on this host.</summary>
internal static class ServiceRefusals
{
    public static IEnumerable<Refusal> Now(ServiceReading reading, bool up, ServiceEnablement? enabled, Scene scene)
    {
        if (IsComing(reading, scene)) return [];
        if (NotLoaded(reading) is { } refusal) return [refusal];
        return up ? Starting(reading, enabled) : Stopping(reading, scene);
    }

    /// <summary>Why nobody knows anything of it.</summary>
    public static Refusal? NotAnswered(CommandResult answer) => answer.Succeeded
        ? null : new Refusal("name", $"systemd does not answer: {answer.Complaint.TrimEnd('.')}.", "Look at `systemctl status` on the host.");

    /// <summary>Why it cannot be dealt with at all.</summary>
    public static Refusal? NotLoaded(ServiceReading reading) => reading["LoadState"] switch
    {
        _ when !reading.IsThere => new Refusal("name", $"There is no unit {reading.Unit} on this host.", "Install its package, or pick a name that `systemctl list-unit-files` shows."),
        "error" or "bad-setting" => new Refusal("name", $"systemd cannot load {reading.Unit}.", $"Look at `systemctl status {reading.Unit}` on the host."),
        _ => null,
    };

    /// <summary>Whether an earlier step brings the unit's file: what stands in it is known when it is there.</summary>
    public static bool IsComing(ServiceReading reading, Scene scene) => !reading.IsThere && UnitName.OriginsOf(reading.Unit).Any(path => scene.Coming.Contains($"file:{path}"));

    private static IEnumerable<Refusal> Starting(ServiceReading reading, ServiceEnablement? enabled)
    {
        if (reading.IsMasked)
        {
            if (enabled is null) yield return new Refusal("running", $"{reading.Unit} is masked, so nothing can start it.", "Say enabled: true or enabled: false too, which takes the mask away.");
            else if (reading["FragmentPath"] is not ("" or "/dev/null") and var vendor && !IsOwn(vendor)) yield return MaskedByPackage(reading, "running", vendor);
        }
        else if (reading["Type"] == "oneshot" && reading["RemainAfterExit"] == "no")
        {
            yield return new Refusal("running", $"{reading.Unit} runs to its end and is then inactive; it cannot be kept running.", "Leave running out, or start the timer that calls it.");
        }
        else if (reading["CanStart"] == "no" || reading["RefuseManualStart"] == "yes")
        {
            yield return new Refusal("running", $"{reading.Unit} lets only systemd itself start it.", "Leave running out.");
        }
    }

    private static IEnumerable<Refusal> Stopping(ServiceReading reading, Scene scene)
    {
        if (reading["CanStop"] == "no" || reading["RefuseManualStop"] == "yes")
            yield return new Refusal("running", $"{reading.Unit} lets only systemd itself stop it.", "Leave running out.");
        var guarded = ServiceGuards.AgainstStopping(reading, "running", scene).ToList();
        foreach (var refusal in guarded) yield return refusal;
        if (guarded.Count > 0) yield break;
        foreach (var trigger in reading.Triggers.Where(trigger => !scene.Coming.Contains($"service/{ServiceName.Key(trigger)}#running")))
            yield return new Refusal("running", $"{trigger} would start {reading.Unit} again at the next call.", $"Add a step before this one: service: {{ name: {trigger}, running: false }}.");
    }

    public static IEnumerable<Refusal> AtBoot(ServiceReading reading, ServiceEnablement enabled, Scene scene)
    {
        if (enabled.Word == "masked")
            return [.. Masking(reading), .. ServiceGuards.AgainstStopping(reading, "enabled", scene)];
        if (IsComing(reading, scene)) return [];
        if (NotLoaded(reading) is { } refusal) return [refusal];
        return [.. Enabling(reading, enabled), .. enabled.Word == "disabled" ? ServiceGuards.AgainstStopping(reading, "enabled", scene) : []];
    }

    private static IEnumerable<Refusal> Masking(ServiceReading reading)
    {
        if (reading["FragmentPath"] is { Length: > 0 } file && IsOwn(file) && !reading.IsMasked)
            yield return new Refusal("enabled", $"{file} is the unit's own file, and stands where its mask would.", "Use enabled: false, or move the file to /usr/local/lib/systemd/system.");
    }

    private static IEnumerable<Refusal> Enabling(ServiceReading reading, ServiceEnablement enabled)
    {
        var word = reading["UnitFileState"];
        var verb = enabled.Word == "enabled" ? "enabled" : "disabled";
        if (word == "masked" && reading["FragmentPath"] is not ("" or "/dev/null") and var vendor && !IsOwn(vendor))
            yield return MaskedByPackage(reading, "enabled", vendor);
        else if (word == "masked" && !reading.HasFile)
            yield return new Refusal("enabled", $"There is nothing under the mask of {reading.Unit}: no package brings its file.", "Install its package, or use enabled: masked.");
        else if (word == "static")
            yield return new Refusal("enabled", $"{reading.Unit} is static: it has no [Install] section and is {StartedBy(reading)}.", "Leave enabled out, or use enabled: masked to keep everything from starting it.");
        else if (word == "enabled-runtime" && !reading.Paths.Any())
            yield return new Refusal("enabled", $"{reading.Unit} has no [Install] section; something starts it at each boot anew, and says so for this boot only.", "Leave enabled out, or use enabled: masked to keep everything from starting it.");
        else if (word == "indirect")
            yield return new Refusal("enabled", $"{reading.Unit} is indirect: what can be {verb} is {string.Join(", ", reading.Also)}.", "Name one of these units.");
        else if (word is "generated" or "transient")
            yield return new Refusal("enabled", $"{reading.Unit} is {word}: systemd makes it at each boot{(reading["SourcePath"] is { Length: > 0 } source ? $" from {source}" : "")}.", "Change what it is made from, or use enabled: masked.");
    }

    private static string StartedBy(ServiceReading reading) =>
        reading.StartedBy.ToList() is { Count: > 0 } units ? $"started by {string.Join(", ", units)}" : "started by whatever needs it";

    private static Refusal MaskedByPackage(ServiceReading reading, string argument, string file) =>
        new(argument, $"{reading.Unit} is masked by its package ({file}).", "Leave it as it is: the distribution does its work by other means.");

    private static bool IsOwn(string path) => path.StartsWith("/etc/systemd/system/", StringComparison.Ordinal);
}
