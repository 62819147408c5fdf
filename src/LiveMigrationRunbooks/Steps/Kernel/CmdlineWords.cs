using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>What can be told offline of words for a kernel command line.</summary>
internal static class CmdlineWords
{
    private static readonly string[] s_loaders = ["root", "BOOT_IMAGE", "initrd", "ro", "rw"];

    public static IEnumerable<(string? Argument, string Why, string Fix)> Wrong(ValueMap<ValueList<string>> set, ValueList<string> remove)
    {
        if (set.Count == 0 && remove.Count == 0) yield return (null, "No key is given.", "Give keys under set or remove.");
        var all = set.Keys.Select(key => (Argument: "set", Key: key)).Concat(remove.Select(key => (Argument: "remove", Key: key))).ToList();
        foreach (var (argument, key) in all.Where(each => each.Key.Length == 0 || !each.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')))
            yield return (argument, $"'{key}' is not a key of the kernel's command line.", "Write the key alone, without = and value.");
        foreach (var (argument, key) in all.Where(each => s_loaders.Contains(each.Key)))
            yield return (argument, $"'{key}' is what the boot loader's own tools write.", "Leave it to them.");
        foreach (var (argument, key) in all.Where(each => each.Argument == "set" && each.Key == "hugepagesz"))
            yield return (argument, "'hugepagesz' counts only for the hugepages= that comes next, so its place matters.", "Use kernel.hugepages for pools, and default_hugepagesz for the default size.");
        foreach (var twice in all.GroupBy(each => BootWords.NameOf(each.Key)).Where(group => group.Count() > 1))
            yield return (twice.Last().Argument, $"{twice.First().Key} is given twice{(twice.Last().Key == twice.First().Key ? "" : ": - and _ are one letter to the kernel")}.", "Keep it under set or under remove.");
        foreach (var (key, values) in set)
        {
            if (values.Count == 0) yield return ("set", $"{key} has an empty list of values.", "Give a value, \"\" for none, or name the key under remove.");
            if (values.Any(value => value.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '"' or '\'' or '`' or '$' or '\\')))
                yield return ("set", $"The value of {key} has a space, a quote, $, ` or \\, which boot loaders read each in their own way.", "Give a value without them.");
        }
    }
}

/// <summary>Why the command line of this host's next boot cannot be given these words.</summary>
internal static class CmdlineRefusals
{
    public static IEnumerable<Refusal> Of(BootLine line, ValueMap<string> wanted, ValueList<string> asked, BootReading reading)
    {
        if (!reading.Entries.Any())
            yield return new(null, "The boot loader has no entry with a kernel.", "Look at its configuration on the host.");
        if (line.Loader == "bls" && reading.Entries.Any(entry => BootWords.Of(entry).Contains("$kernelopts")))
            yield return new(null, "The boot loader's entries have their command line from a variable of GRUB's environment (kernelopts).", "Give the entries their own: grubby --update-kernel=ALL --args=… on the host, or leave the step out.");
        if (line.Loader == "grub")
        {
            if (!line.Files.Contains(BootReading.GrubDefaults))
                yield return new(null, $"{BootReading.GrubDefaults} is missing, of which GRUB's configuration is made.", "Install grub-common (grub2-tools) again, or write the file.");
            if (line.Tool.Length == 0)
                yield return new(null, "Neither update-grub nor grub2-mkconfig is on the host.", "Install grub2-common (grub2-tools).");
            foreach (var variable in reading.Variables.Where(variable => variable.Count() > 1 || variable.Any(text => text is null)))
                yield return new(null, $"{variable.Key} in {BootReading.GrubDefaults} is {(variable.Count() > 1 ? "assigned more than once" : "more than words in quotes")}, which cannot be edited without guessing.", "Write it as one line of words in quotes.");
            foreach (var key in asked.Where(key => reading.Variables.Where(variable => reading.Replaces(variable.Key)).SelectMany(variable => variable).OfType<string>().Any(text => BootWords.Said(text, [key]).Count > 0)))
                yield return new(null, $"{key} stands in a variable of {BootReading.GrubDefaults} that {string.Join(" and ", reading.Later.Select(each => each.File).Distinct())} replaces.", $"Remove it from {BootReading.GrubDefaults}, where it has no effect.");
            foreach (var (file, variable, text) in reading.Later)
            {
                if (asked.FirstOrDefault(key => BootWords.Of(text.Replace('"', ' ').Replace('\'', ' ')).Select(BootWords.NameOf).Contains(key)) is { } said)
                    yield return new(null, $"{file} adds {said} to {variable}.", $"Remove it from {file}.");
                else if (variable == "GRUB_CMDLINE_LINUX" && reading.Replaces(variable))
                    yield return new(null, $"{file} replaces {variable} of {BootReading.GrubDefaults}.", $"Let it add to ${variable}, or move its words to {BootReading.GrubDefaults}.");
            }
        }
        foreach (var (key, words) in wanted.Where(each => !each.Value.Contains(' ')))
        {
            if (line.Source.GetValueOrDefault(key)?.Contains(' ') ?? reading.Entries.Any(entry => BootWords.Said(entry, [key]).GetValueOrDefault(key)?.Contains(' ') ?? false))
                yield return new("set", $"{key} stands more than once on this host: {line.Source.GetValueOrDefault(key) ?? line.Entry[key]}.", $"Give all of its values as a list, or remove what {words} shall replace.");
        }
    }
}
