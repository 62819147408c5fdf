using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>Why a module cannot be brought into the kernel of this host, or out of it.</summary>
internal static class ModuleRefusals
{
    public static IEnumerable<Refusal> OfLoading(string name, ModuleState kernel, ValueMap<ModuleParameter> asked, ModuleReading reading)
    {
        if (kernel.Is == ModulePresence.Absent && Absent(name, reading) is { } absent)
        {
            yield return absent;
            yield break;
        }
        if (kernel.Is == ModulePresence.Absent && reading.IsClosed) yield return Closed(name);
        if (reading.Replaced is { } replaced)
            yield return new("name", $"{First(replaced.File)} keeps {name} from being loaded: {replaced.Verb} {name} {replaced.Rest}.".Replace(" .", ".", StringComparison.Ordinal), $"Remove that from {replaced.File}.");
        else if (kernel.Is != ModulePresence.BuiltIn && reading.Blocks.FirstOrDefault() is { } block)
            yield return new("name", $"{First(block.File)} blacklists {name}, so that it is not loaded at boot.", $"Remove it from {block.File}.");
        foreach (var (parameter, wanted) in asked)
        {
            if (reading.Knows is { Count: 0 })
                yield return new("parameters", $"{name} has no parameters.", $"Leave {parameter} out.");
            else if (reading.Knows is { } known && !known.Contains(parameter))
                yield return new("parameters", $"{name} has no parameter {parameter}; it has {string.Join(", ", known)}.",
                    Suggestion.For(parameter, known) is { } near ? Suggestion.Question(parameter, near) : "Name one of these.");
            else if (reading.Option(parameter) is not { } atBoot || !ModuleParameter.Same(atBoot.Value, wanted.Value))
            {
                if (kernel.Is == ModulePresence.BuiltIn)
                    yield return new("parameters", $"{name} is built into this kernel, which takes {parameter} from its command line alone.", $"Add kernel.cmdline: {{ set: {{ {name}.{parameter}: \"{wanted.Value}\" }} }}, or set {parameter} in a file of /sys/module at each boot.");
                else if (reading.Option(parameter) is { } later && reading.IsAfterOurs(later.File))
                    yield return new("parameters", $"{First(later.File)} sets {parameter} = {later.Value} after lmr's file at boot.", $"Remove it from {later.File}.");
            }
        }
    }

    public static IEnumerable<Refusal> OfTaking(string name, ModuleState kernel, ModuleReading reading)
    {
        if (kernel.Is == ModulePresence.BuiltIn)
            yield return new("state", $"{name} is built into kernel {reading.Release} and cannot be taken out.", "Leave the step out on this host.");
        else if (kernel.Is == ModulePresence.Loaded && reading.Users is { Length: > 0 } users)
            yield return new("state", $"{name} is in use by {users}.", "Stop what uses it first, or leave the step out.");
        else if (kernel.Is == ModulePresence.Loaded && reading.IsClosed) yield return Closed(name);
    }

    private static Refusal? Absent(string name, ModuleReading reading) => reading switch
    {
        { HasTree: false } => new("name", $"There are no modules for the running kernel {reading.Release} on this host: it is a container, or the kernel's package was replaced since the boot.", "Reboot the host into the kernel that is installed, or load the module on the machine whose kernel this is."),
        { HasFile: false } => new("name", $"Kernel {reading.Release} has no module {name}.", "Check the spelling, or install the package that brings it: the full kernel in place of a cloud one on Debian, kernel-modules-extra on the RHEL family."),
        _ => null,
    };

    // A path, or words that begin a sentence.
    private static string First(string file) => char.ToUpperInvariant(file[0]) + file[1..];

    private static Refusal Closed(string name) =>
        new("name", $"This kernel takes and gives no modules any more (kernel.modules_disabled is 1), so {name} stays as it is.", "Reboot the host, and find out what sets kernel.modules_disabled.");
}
