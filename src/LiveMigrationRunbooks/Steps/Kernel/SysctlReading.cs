using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>What the probe found: the kernel's values by path, the paths that cannot be written and why, and what the files say.</summary>
internal sealed record SysctlReading(ValueMap<SysctlValue> Kernel, ValueMap<string> Closed, SysctlFiles Files)
{
    /// <summary>Of the two answers of the probe: the kernel's, and the files'.</summary>
    public static SysctlReading Of(Answers answers)
    {
        var kernel = new Dictionary<string, SysctlValue>();
        var closed = new Dictionary<string, string>();
        var path = "";
        foreach (var line in answers[0].Text.Split('\n'))
        {
            if (path.Length > 0)
            {
                kernel[path] = SysctlValue.Of(line);
                path = "";
                continue;
            }
            if (line.Split(' ', 2) is not [var word, var key]) continue;
            if (word is "writable" or "fixed") path = key;
            if (word is "fixed" or "absent" or "unreadable") closed[key] = word;
        }
        return new(kernel.ToValueMap(), closed.ToValueMap(), SysctlFiles.Of(answers[1]));
    }
}
