using System.CommandLine;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using LiveMigrationRunbooks.Cli;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Tests.Language;
using Xunit;

namespace LiveMigrationRunbooks.Tests.BadInput;

/// <summary>Everything that can stand where a file is expected, at every place where one is read: one finding, and nobody waits.</summary>
public sealed class FileKindTests : IDisposable
{
    private const string Sound = "plays: [{ hosts: kvm, steps: [{ file: { path: /etc/a, source: content } }] }]\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("lmr-kinds-").FullName;

    [Theory]
    [InlineData("directory", "LMR001", "It is a directory.")]
    [InlineData("pipe", "LMR001", "It is a named pipe")]
    [InlineData("socket", "LMR001", "It is a socket.")]
    [InlineData("device", "LMR001", "It is a device")]
    [InlineData("dangling", "LMR001", "It is a symbolic link to 'nowhere'")]
    [InlineData("loop", "LMR001", "Its symbolic links lead to each other")]
    [InlineData("large", "LMR005", "4 MiB")]
    [InlineData("utf16", "LMR002", "It begins like UTF-16.")]
    [InlineData("utf16le", "LMR002", "Every other byte is zero")]
    [InlineData("latin1", "LMR002", "Byte 0xE4")]
    [InlineData("program", "LMR002", "It holds bytes that no text has")]
    [InlineData("nul", "LMR004", "invisible")]
    [InlineData("deep", "LMR014", "What lies deeper was not read.")]
    [InlineData("laughs", "LMR020", "fill the memory")]
    [InlineData("cycle", "LMR019", "never end")]
    public async Task A_file_of_people(string kind, string code, string why)
    {
        foreach (var place in (string[])["runbook.yml", "hosts.yml", "group_vars/kvm.yml", "host_vars/kvm1.yml", "known_hosts"])
        {
            // A folder of inventories or variables is none of these mistakes; a known_hosts file is no YAML; one that is not there yet will be written.
            if (kind == "directory" && place != "runbook.yml") continue;
            if (place == "known_hosts" && kind is "deep" or "laughs" or "cycle" or "dangling") continue;
            Arrange(place, kind);
            var told = await ReadAsync();
            // What an inventory names by itself is not looked for outside of its folder.
            var (expected, reason) = kind == "device" && place.Contains("_vars/", StringComparison.Ordinal) ? ("LMR960", "any file of this machine") : (code, why);
            var first = Assert.Single(told.Sorted, each => each.Code == expected);
            Assert.Contains(reason, first.Why, StringComparison.Ordinal);
            Assert.True(told.Sorted.Count == 1 || kind is "laughs" or "cycle" or "deep", $"{kind} as {place}: {string.Join('\n', Told.Lines(told))}");
        }
    }

    [Theory]
    [InlineData("directory", "It is a directory.")]
    [InlineData("pipe", "It is a named pipe")]
    [InlineData("device", "Who reviews the repository", "LMR460")]
    [InlineData("dangling", "It is a symbolic link")]
    [InlineData("large", "4 MiB")]
    public async Task A_source_of_a_step(string kind, string why, string code = "LMR216")
    {
        Arrange("content", kind);
        var told = Assert.Single((await ReadAsync()).Sorted);
        Assert.Equal(code, told.Code);
        Assert.Contains(why, told.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latin1")]
    [InlineData("nul")]
    [InlineData("program")]
    public async Task A_source_of_a_step_may_be_any_bytes(string kind)
    {
        Arrange("content", kind);
        Assert.Empty((await ReadAsync()).Sorted);
    }

    [Theory]
    [InlineData("directory")]
    [InlineData("pipe")]
    [InlineData("socket")]
    [InlineData("device")]
    [InlineData("dangling")]
    [InlineData("program")]
    [InlineData("deep")]
    public void A_plan_or_journal_of_a_run(string kind)
    {
        var store = new RunStore(_folder);
        Arrange("id/plan.json", kind);
        Arrange("id/journal.jsonl", kind);
        Assert.NotNull(store.JournalOf("id").Damage ?? (store.JournalOf("id").Records.Count == 0 ? "" : null));
        Assert.True(store.PlanOf("id", out var why) is not { } text ? why.Length > 0 : PlanFile.Read(text) is null);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A sound folder with one thing that is not.</summary>
    private void Arrange(string place, string kind)
    {
        foreach (var old in Directory.GetFileSystemEntries(_folder).Where(old => Path.GetFileName(old) != "id"))
            if (Directory.Exists(old)) Directory.Delete(old, recursive: true); else File.Delete(old);
        File.WriteAllText(Path.Combine(_folder, "runbook.yml"), Sound);
        File.WriteAllText(Path.Combine(_folder, "hosts.yml"), "kvm: { hosts: { kvm1: {} } }\n");
        File.WriteAllText(Path.Combine(_folder, "content"), "x\n");
        var path = Path.Combine(_folder, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
        File.Delete(path);
        Make(path, kind);
    }

    private static void Make(string path, string kind)
    {
        switch (kind)
        {
            case "directory": Directory.CreateDirectory(path); break;
            case "pipe": using (var made = Process.Start("mkfifo", [path])) made.WaitForExit(); break;
            case "socket": using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)) Bind(socket, path); break;
            case "device": File.CreateSymbolicLink(path, "/dev/zero"); break;
            case "dangling": File.CreateSymbolicLink(path, "nowhere"); break;
            case "loop": File.CreateSymbolicLink(path, Path.GetFileName(path)); break;
            default: File.WriteAllBytes(path, Bytes(kind)); break;
        }
    }

    // .NET removes a socket's file when it closes the socket, so the name is made on the way.
    private static void Bind(Socket socket, string path)
    {
        var beside = path + "s";
        socket.Bind(new UnixDomainSocketEndPoint(beside));
        using var linked = Process.Start("ln", [beside, path]);
        linked.WaitForExit();
    }

    private static byte[] Bytes(string kind) => kind switch
    {
        "large" => Encoding.UTF8.GetBytes(new string('#', 10 << 20)),
        "utf16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("plays: []\n")],
        "utf16le" => Encoding.Unicode.GetBytes("plays: []\n"),
        "latin1" => Encoding.Latin1.GetBytes("# Gerät\n"),
        "program" => File.ReadAllBytes("/bin/true")[..4096],
        "nul" => Encoding.UTF8.GetBytes("# a long enough comment\n# and\0 one more\n"),
        "deep" => Encoding.UTF8.GetBytes("a: " + new string('[', 10_000)),
        "laughs" => Encoding.UTF8.GetBytes("a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + string.Concat("bcdef".Select(name =>
            $"{name}: &{name} [{string.Join(", ", Enumerable.Repeat($"*{(char)(name - 1)}", 10))}]\n"))),
        "cycle" => Encoding.UTF8.GetBytes("a: &a [*a]\n"),
        _ => throw new ArgumentException(kind),
    };

    /// <summary>Reads as <c>lmr validate</c> does; what waits is a failure, not a hanging test.</summary>
    private async Task<Findings> ReadAsync()
    {
        var options = new VerbOptions();
        var command = new Command("validate");
        options.AddTo(command);
        var findings = new Findings();
        var parse = command.Parse([Path.Combine(_folder, "runbook.yml"), "-i", Path.Combine(_folder, "hosts.yml")]);
        await Task.Run(() => Loaded.Read(parse, options, readsSecrets: false, findings)).WaitAsync(TimeSpan.FromSeconds(20));
        return findings;
    }
}
