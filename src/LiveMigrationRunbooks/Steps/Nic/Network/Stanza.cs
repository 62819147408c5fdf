namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>One <c>iface</c> of /etc/network/interfaces: how an interface is set up for one family of addresses.</summary>
internal sealed record Stanza(string Path, string Device, string Family, string Method, IReadOnlyList<(string Key, string Value)> Options)
{
    public string? Last(string key) => All(key).LastOrDefault();

    // Options may be written with a dash or an underscore.
    public IEnumerable<string> All(string key) => Options.Where(each => each.Key.Replace('_', '-') == key).Select(each => each.Value);

    /// <summary>Words of the commands that are run before the interface is up.</summary>
    public IEnumerable<string[]> Commands => All("pre-up").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public InterfaceAddress? Address => Last("address") is not { } text ? null
        : text.Contains('/', StringComparison.Ordinal) || Last("netmask") is not { } mask ? InterfaceAddress.Parse(text)
        : InterfaceAddress.Parse($"{text}/{(mask.Contains('.', StringComparison.Ordinal) ? Bits(mask) : mask)}");

    /// <summary>All of a file's, and the interfaces that it brings up at boot.</summary>
    public static (IReadOnlyList<Stanza> Stanzas, IReadOnlyList<string> Started) Read(ConfigFile file)
    {
        var stanzas = new List<(string[] Head, List<(string, string)> Options)>();
        var started = new List<string>();
        var inside = false;
        foreach (var words in file.Raw.Select(line => line.Trim().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0 && !words[0].StartsWith('#')))
        {
            if (words[0] is "auto" || words[0].StartsWith("allow-", StringComparison.Ordinal)) started.AddRange(words[1..]);
            if (words[0] is "iface" && words.Length >= 4) stanzas.Add((words, []));
            inside = words[0] is "iface" || (inside && words[0] is not ("auto" or "mapping" or "source" or "source-directory") && !words[0].StartsWith("allow-", StringComparison.Ordinal));
            if (inside && words[0] != "iface" && stanzas.Count > 0) stanzas[^1].Options.Add((words[0], string.Join(' ', words[1..])));
        }
        return ([.. stanzas.Select(each => new Stanza(file.Path, each.Head[1], each.Head[2], each.Head[3], each.Options))], started);
    }

    private static int Bits(string mask) => System.Net.IPAddress.TryParse(mask, out var ip) ? ip.GetAddressBytes().Sum(part => System.Numerics.BitOperations.PopCount(part)) : -1;
}
