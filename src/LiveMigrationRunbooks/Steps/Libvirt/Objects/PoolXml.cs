using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>The definition of a storage pool, as libvirt's <c>formatstorage</c> describes it: its parts read, and written into what is there.</summary>
internal static class PoolXml
{
    public static string Word(PoolType type) => type.ToString().ToLowerInvariant();

    /// <summary>The parts that a step asks for.</summary>
    public static ValueMap<string> Parts(LibvirtPool pool) => new (string Name, string? Value)[]
    {
        ("type", pool.Type is { } type ? Word(type) : null), ("target", pool.Target), ("host", Joined(pool.Hosts?.Select(host => Spelled(Host(host), pool.Type == PoolType.Iscsi)))), ("dir", pool.Dir), ("device", Joined(pool.Devices)),
        ("source", pool.Source), ("format", pool.Format), ("user", pool.User), ("secret", pool.Secret?.ToLowerInvariant()),
    }.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Name, part.Value ?? "")).ToValueMap();

    public static IEnumerable<KeyValuePair<string, string>> Read(XElement pool)
    {
        var source = pool.Element("source");
        return new (string Name, string? Value)[]
        {
            ("type", pool.Attribute("type")?.Value),
            ("target", pool.Element("target")?.Element("path")?.Value is { } path ? path.Length > 1 ? path.TrimEnd('/') : path : null),
            ("host", Joined(source?.Elements("host").Select(host => Spelled(host, pool.Attribute("type")?.Value == "iscsi")))),
            ("dir", source?.Element("dir")?.Attribute("path")?.Value),
            ("device", Joined(source?.Elements("device").Select(device => device.Attribute("path")?.Value ?? ""))),
            ("source", source?.Element("name")?.Value),
            ("format", source?.Element("format")?.Attribute("type")?.Value),
            ("user", source?.Element("auth")?.Attribute("username")?.Value),
            ("secret", source?.Element("auth")?.Element("secret")?.Attribute("uuid")?.Value.ToLowerInvariant()),
        }.Where(part => part.Value is { Length: > 0 }).Select(part => KeyValuePair.Create(part.Name, part.Value ?? ""));
    }

    public static XElement Edit(XElement? found, string name, ValueMap<string> asked)
    {
        var pool = found is null ? new XElement("pool", new XAttribute("type", asked.GetValueOrDefault("type", "")), new XElement("name", name)) : new XElement(found);
        // What the pool had besides, its UUID and permissions among them, stays.
        foreach (var (part, value) in asked.Where(part => found is null || Read(found).FirstOrDefault(had => had.Key == part.Key).Value != part.Value))
        {
            switch (part)
            {
                case "type": pool.SetAttributeValue("type", value); break;
                case "target": Child(Child(pool, "target"), "path").Value = value; break;
                case "host": Replace(Child(pool, "source"), "host", value.Split(',').Select(Host)); break;
                case "dir": Child(Child(pool, "source"), "dir").SetAttributeValue("path", value); break;
                case "device": Replace(Child(pool, "source"), "device", value.Split(',').Select(device => new XElement("device", new XAttribute("path", device)))); break;
                case "source": Child(Child(pool, "source"), "name").Value = value; break;
                case "format": Child(Child(pool, "source"), "format").SetAttributeValue("type", value); break;
                case "user": Login(pool).SetAttributeValue("username", value); break;
                case "secret": Replace(Login(pool), "secret", [new XElement("secret", new XAttribute("uuid", value))]); break;
            }
        }
        // libvirt gives a volume group its folder by itself, and refuses a target without one.
        if (pool.Attribute("type")?.Value == "iscsi" && pool.Element("target") is null) Child(Child(pool, "target"), "path").Value = "/dev/disk/by-path";
        return pool;
    }

    public static IEnumerable<(string? Argument, string Why, string Fix)> Wrong(LibvirtPool pool, PoolType type)
    {
        string[] needed = type switch
        {
            PoolType.Dir => ["target"],
            PoolType.Fs => ["target", "devices"],
            PoolType.Netfs => ["target", "hosts", "dir"],
            PoolType.Logical => ["source"],
            PoolType.Iscsi => ["hosts", "devices"],
            _ => ["hosts", "source"],
        };
        string[] more = type switch
        {
            PoolType.Dir => [],
            PoolType.Fs or PoolType.Netfs => ["format"],
            PoolType.Logical => ["target", "devices"],
            PoolType.Iscsi => ["target", "user", "secret"],
            _ => ["user", "secret"],
        };
        var given = new (string Name, bool Is)[]
        {
            ("target", pool.Target is not null), ("hosts", pool.Hosts is { Count: > 0 }), ("dir", pool.Dir is not null), ("devices", pool.Devices is { Count: > 0 }),
            ("source", pool.Source is not null), ("format", pool.Format is not null), ("user", pool.User is not null), ("secret", pool.Secret is not null),
        }.Where(each => each.Is).Select(each => each.Name).ToList();
        foreach (var missing in needed.Except(given)) yield return (missing, $"A pool of type {Word(type)} needs {missing}.", $"Add {missing}.");
        foreach (var idle in given.Except(needed).Except(more)) yield return (idle, $"A pool of type {Word(type)} has no {idle}.", "Remove it.");
        if (type is PoolType.Fs or PoolType.Netfs or PoolType.Iscsi && (pool.Hosts is { Count: > 1 } || pool.Devices is { Count: > 1 }))
            yield return (pool.Hosts is { Count: > 1 } ? "hosts" : "devices", $"A pool of type {Word(type)} has one of them.", "Keep one.");
        if (pool.User is null != pool.Secret is null) yield return (pool.User is null ? "user" : "secret", "Who logs in and the secret go together.", "Give both, or none.");
        if (pool.Build && type is not (PoolType.Dir or PoolType.Fs or PoolType.Netfs))
            yield return ("build", $"To build a pool of type {Word(type)} is to format devices, which nothing takes back.", "Remove it, and prepare the storage by other means.");
        foreach (var path in new[] { pool.Target, pool.Dir }.OfType<string>())
            foreach (var (_, why, fix) in AbsolutePath.Wrong(path)) yield return (path == pool.Target ? "target" : "dir", why, fix);
        foreach (var (argument, text) in (pool.Hosts ?? []).Select(host => ("hosts", host)).Concat((pool.Devices ?? []).Select(device => ("devices", device))))
            if (text.Length == 0 || text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is ',' or '\'' or '"')) yield return (argument, $"'{text}' cannot be one.", "Write names without spaces, commas and quotes.");
    }

    private static string? Joined(IEnumerable<string>? all) => all is null ? null : string.Join(',', all) is { Length: > 0 } text ? text : null;

    // 192.0.2.1, mon:6789, [2001:db8::1]:6789; an address of IPv6 without brackets has no port.
    private static XElement Host(string text)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon > 0 && (text.StartsWith('[') ? text[colon - 1] == ']' : text.IndexOf(':', StringComparison.Ordinal) == colon);
        return hasPort ? new XElement("host", new XAttribute("name", text[..colon].Trim('[', ']')), new XAttribute("port", text[(colon + 1)..])) : new XElement("host", new XAttribute("name", text.Trim('[', ']')));
    }

    // An iSCSI pool that has been started names the usual port too.
    private static string Spelled(XElement host, bool isIscsi)
    {
        var (name, port) = (host.Attribute("name")?.Value ?? "", host.Attribute("port")?.Value);
        return port is null || (isIscsi && port == "3260") ? name : name.Contains(':', StringComparison.Ordinal) ? $"[{name}]:{port}" : $"{name}:{port}";
    }

    private static XElement Login(XElement pool)
    {
        var login = Child(Child(pool, "source"), "auth");
        if (login.Attribute("type") is null) login.SetAttributeValue("type", pool.Attribute("type")?.Value == "rbd" ? "ceph" : "chap");
        return login;
    }

    private static XElement Child(XElement parent, string name)
    {
        if (parent.Element(name) is { } there) return there;
        var made = new XElement(name);
        parent.Add(made);
        return made;
    }

    private static void Replace(XElement parent, string name, IEnumerable<XElement> by)
    {
        parent.Elements(name).Remove();
        parent.Add(by);
    }
}
