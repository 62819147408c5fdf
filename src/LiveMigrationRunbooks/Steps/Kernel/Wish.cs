using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>One key of a sysctl step: the argument it stands under, how it was written, its path, and its value.</summary>
internal sealed record Wish(string Argument, string Key, string Path, SysctlValue Value)
{
    private bool IsLeast => Argument == "at_least";

    /// <summary>
    /// The values wanted. Under <c>at_least</c> a kernel that has more keeps it, and no file needs to speak of it; a file that says less
    /// would take it away at the next boot and is raised.
    /// </summary>
    public (string Path, SysctlValue Runtime, SysctlValue? Persisted) Wanted(SysctlValue? runtime, SysctlValue? persisted)
    {
        if (!IsLeast) return (Path, Value, Value);
        if (runtime is not null && runtime.Covers(Value) && (persisted is null ? runtime != Value : persisted.Covers(Value))) return (Path, runtime, persisted);
        var now = Value.Max(runtime);
        return (Path, now, persisted is not null && persisted.Covers(Value) ? persisted : now.Max(persisted));
    }

    public IEnumerable<Refusal> Refuse(Dual<ValueMap<SysctlValue>> now, Dual<ValueMap<SysctlValue>> want, SysctlReading reading)
    {
        var kernel = now.Runtime.It?.GetValueOrDefault(Path);
        if (kernel != want.Runtime.It?.GetValueOrDefault(Path))
        {
            if (reading.Closed.TryGetValue(Path, out var why))
                yield return new Refusal(Argument, $"{Key} {Reason(why)}.", why == "absent" ? "Check the spelling, or load the module that brings it." : "Set it on the machine whose kernel this is.");
            else if (IsLeast && kernel?.Numbers is var numbers && numbers?.Count != Value.Numbers?.Count)
                yield return new Refusal(Argument, $"{Key} holds '{kernel}', which cannot be compared with '{Value}'.", "Give as many numbers as the kernel has, or use set.");
        }
        var file = want.Persisted.It?.GetValueOrDefault(Path);
        if (file is not null && now.Persisted.It?.GetValueOrDefault(Path) != file && reading.Files.After(Path) is { } later)
            yield return new Refusal(Argument, $"{later.File} sets {Key} = {later.Value} after lmr's file at boot.", $"Remove the line from {later.File}.");
    }

    private static string Reason(string why) => why switch
    {
        "absent" => "does not exist in this kernel or this network namespace",
        "fixed" => "cannot be written here: it belongs to the whole kernel, and this host is a container, or the kernel keeps it fixed",
        _ => "cannot be read",
    };
}
