using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>One guest with a NIC and an agent moves, watched from outside, with a program before and after it, and asked whether it serves.</summary>
public sealed class WatchedMove : IAsyncLifetime, IDisposable
{
    private const string Name = "watched-1";
    private const string Address = "192.0.2.101";

    private const string Hook = """
        #!/bin/sh
        cat >"$0.$1"
        echo "heard of $1"

        """;

    private readonly OpenWavePorts _ports = new();
    private readonly Lmr _lmr = new($$"""
        guests: guests.yml
        plays:
          - hosts: kvm14
            evacuate:
              to: kvm15
              guests: {{Name}}
              watch: { ping: 100ms, tcp: 22 }
              hooks: { before_guest: { argv: [./hook.sh, before, "a b"] }, after_guest: { argv: [./hook.sh, after] } }
        """);

    private Guest? _guest;
    private Observer? _observer;

    /// <summary>What the run came to, as JSON.</summary>
    public Ended Ended { get; private set; } = new(-1, "", "");

    public IReadOnlyList<string> Announced { get; private set; } = [];

    /// <summary>When the run had ended.</summary>
    public DateTimeOffset End { get; private set; }

    public string Uuid => _guest?.Uuid ?? "";

    public JsonNode Deed(string kind) => (JsonNode.Parse(Ended.Output)?["deeds"] as JsonArray ?? []).OfType<JsonNode>().Single(deed => deed["kind"]?.GetValue<string>() == kind);

    public JsonNode Heard(string hook) => JsonNode.Parse(File.ReadAllText(Path.Combine(_lmr.Folder, $"hook.sh.{hook}"))) ?? throw new InvalidDataException(hook);

    public string Serial() => File.ReadAllText(LabFolder.Serial(Name));

    public Task AssertSoundAsync() => _observer?.AssertSoundAsync() ?? throw new InvalidOperationException("Nobody moved.");

    public async Task InitializeAsync()
    {
        await _ports.InitializeAsync();
        _guest = await Guest.StartAsync(Name, "kvm14", dirty: 2, autostart: false, nic: (Address, "kvm15"));
        _observer = Observer.Start(_guest);
        await WriteAsync("guests.yml", $"guests: [{{ name: {Name}, address: {Address}, readiness: {{ by: tcp, address: {Address}, port: 22 }} }}]\n");
        await WriteAsync("hook.sh", Hook);
        File.SetUnixFileMode(Path.Combine(_lmr.Folder, "hook.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await WriteAsync("lmr.yml", $"trusted_digests: [{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_lmr.Folder, "hook.sh"))))}]\n");
        // It comes a moment after the guest counts.
        await Eventually.HoldsAsync("its agent answers", async () => (await new HostView("kvm14").AskAsync($"virsh -q qemu-agent-command {Uuid} '{{\"execute\":\"guest-ping\"}}' --timeout 5 2>/dev/null || echo no")).Contains("return", StringComparison.Ordinal));
        using var announcements = new Announcements($"02:4c:4d:53:{_guest.Uuid[..2]}:{_guest.Uuid[2..4]}");
        Ended = await _lmr.RunAsync("apply", "--yes", "--json");
        (End, Announced) = (DateTimeOffset.UtcNow, announcements.Heard);
    }

    public async Task DisposeAsync()
    {
        if (_observer is not null) await _observer.DisposeAsync();
        if (_guest is not null) await _guest.DisposeAsync();
        await _ports.DisposeAsync();
    }

    public void Dispose()
    {
        _lmr.Dispose();
        _ports.Dispose();
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_lmr.Folder, file), text);
}
