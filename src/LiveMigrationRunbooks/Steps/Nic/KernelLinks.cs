using System.Text.Json;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>All interfaces as <c>ip -j -d addr show</c> tells them.</summary>
internal sealed record KernelLinks(IReadOnlyList<JsonElement> All)
{
    public static Command Probe { get; } = Command.Of("ip", "-j", "-d", "addr", "show");

    public static KernelLinks Of(CommandResult answer) =>
        new(answer.Succeeded && answer.Text.TrimStart().StartsWith('[') ? [.. JsonDocument.Parse(answer.Out).RootElement.EnumerateArray()] : []);

    public KernelLink? Find(string device) => All.Where(each => Name(each) == device).Select(each => new KernelLink(each)).FirstOrDefault();

    public IEnumerable<KernelLink> Members(string device) =>
        All.Where(each => each.TryGetProperty("master", out var master) && master.GetString() == device).Select(each => new KernelLink(each));

    private static string? Name(JsonElement link) => link.TryGetProperty("ifname", out var name) ? name.GetString() : null;
}

/// <summary>One interface of the kernel.</summary>
internal sealed record KernelLink(JsonElement Json)
{
    public string Name => Word(Json, "ifname") ?? "";

    public string Kind => Info is { } info ? Word(info, "info_kind") ?? "" : "";

    public string? Master => Word(Json, "master");

    /// <summary>What a VLAN lies on.</summary>
    public string? Parent => Word(Json, "link");

    public int Mtu => Json.GetProperty("mtu").GetInt32();

    public bool IsUp => Json.GetProperty("flags").EnumerateArray().Any(flag => flag.GetString() == "UP");

    /// <summary>Addresses that somebody set: not those that the kernel or a router gave.</summary>
    public IEnumerable<InterfaceAddress> Addresses => Entries.Where(each => !Is(each, "dadfailed")).Select(Address);

    /// <summary>Addresses that another machine on the link has already.</summary>
    public IEnumerable<InterfaceAddress> Taken => Entries.Where(each => Is(each, "dadfailed")).Select(Address);

    public string? Word(string option) => Data is { } data ? Word(data, option) : null;

    public int? Number(string option) => Data is { } data && data.TryGetProperty(option, out var value) && value.TryGetInt32(out var number) ? number : null;

    private IEnumerable<JsonElement> Entries => Json.TryGetProperty("addr_info", out var entries)
        ? entries.EnumerateArray().Where(each => Word(each, "family") is "inet" or "inet6" && Word(each, "scope") is "global" or "site" && !Is(each, "dynamic") && !Is(each, "temporary"))
        : [];

    private JsonElement? Info => Json.TryGetProperty("linkinfo", out var info) ? info : null;

    private JsonElement? Data => Info is { } info && info.TryGetProperty("info_data", out var data) ? data : null;

    private static InterfaceAddress Address(JsonElement entry) =>
        InterfaceAddress.Parse($"{Word(entry, "local")}/{entry.GetProperty("prefixlen").GetInt32()}") ?? throw new FormatException("ip tells addresses with a prefix.");

    private static bool Is(JsonElement entry, string flag) => entry.TryGetProperty(flag, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Word(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
