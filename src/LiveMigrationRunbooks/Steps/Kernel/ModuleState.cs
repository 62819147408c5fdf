using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>Where a module is, now or at boot.</summary>
public enum ModulePresence
{
    /// <summary>Not in the kernel; at boot, no file names it.</summary>
    Absent,

    /// <summary>In the kernel; at boot, a file of modules-load.d names it.</summary>
    Loaded,

    /// <summary>Part of the kernel itself.</summary>
    BuiltIn,

    /// <summary>At boot: a blacklist keeps it out.</summary>
    Blocked,
}

/// <summary>What can be done with a parameter of a module that is in the kernel.</summary>
public enum ParameterAccess
{
    Writable,

    /// <summary>Readable, and taken over only when the module is loaded.</summary>
    Fixed,

    /// <summary>The module does not show it.</summary>
    Hidden,
}

/// <summary>A parameter's value, and whether the running kernel lets it be changed.</summary>
public sealed record ModuleParameter(string Value, ParameterAccess Access = ParameterAccess.Writable)
{
    /// <summary>Whether two spellings are one value to the kernel: <c>1</c> and <c>Y</c>, <c>0x10</c> and <c>16</c>.</summary>
    public static bool Same(string one, string other) => one == other || Canonical(one, other) == Canonical(other, one);

    // Only the kernel's own Y and N tell that a parameter is a truth value; 1 and 0 alone are numbers.
    private static string Canonical(string text, string beside) => beside is "Y" or "N" || text is "Y" or "N"
        ? text.ToLowerInvariant() switch { "1" or "y" or "yes" or "on" or "true" => "Y", "0" or "n" or "no" or "off" or "false" => "N", _ => text }
        : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && long.TryParse(text[2..], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var number)
            ? number.ToString() : text;
}

/// <summary>A module as it is, or as the next boot will have it, with the parameters that were asked for.</summary>
/// <param name="Brings">Modules that it needs and that are not in the kernel either: taking it out again takes them along.</param>
public sealed record ModuleState(ModulePresence Is, ValueMap<ModuleParameter> Parameters, ValueList<string>? Brings = null)
{
    /// <summary>The parameters that are not what is wanted.</summary>
    public IEnumerable<(string Name, string? From, string To)> Differing(ModuleState want) => want.Parameters
        .Where(each => each.Value.Access == ParameterAccess.Writable)
        .Select(each => (each.Key, Now: Parameters.GetValueOrDefault(each.Key), To: each.Value.Value))
        .Where(each => each.Now is null || (each.Now.Access != ParameterAccess.Hidden && !ModuleParameter.Same(each.Now.Value, each.To)))
        .Select(each => (each.Key, each.Now?.Value, each.To));
}
