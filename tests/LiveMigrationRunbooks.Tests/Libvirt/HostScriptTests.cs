using System.Diagnostics;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

/// <summary>The scripts under the shells that hosts have, with a <c>virsh</c> that says what a file tells it to say.</summary>
public sealed partial class HostScriptTests : IDisposable
{
    // No guest of a lab that runs beside the tests has it: the scripts look for its process in /proc.
    private const string Uuid = "00000000-0000-4000-8000-000000000001";
    private readonly string _folder = Directory.CreateTempSubdirectory("lmr-scripts-").FullName;

    public HostScriptTests()
    {
        var virsh = Path.Combine(_folder, "virsh");
        // Answers with the file named by its first two words after the URI; notes each call.
        File.WriteAllText(virsh, """
            #!/bin/sh
            shift 3
            folder=${0%/*}
            echo "$*" >>"$folder/calls"
            cat >>"$folder/eaten"
            for name in "$1 $2" "$1"; do
              if [ -f "$folder/$name" ]; then cat "$folder/$name"; [ ! -f "$folder/$name.then" ] || mv "$folder/$name.then" "$folder/$name"; exit 0; fi
            done
            echo "error: nothing is known about $*" >&2
            exit 1
            """);
#pragma warning disable CA1416 // hosts, and so these tests, are Linux
        File.SetUnixFileMode(virsh, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    public static TheoryData<string> Shells => [.. new[] { "dash", "bash --posix", "busybox sh" }.Where(shell => Found(shell.Split(' ')[0]))];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_host_is_read_and_its_records_with_it(string shell)
    {
        var move = new MoveRecord(Uuid, "run-1", "kvm2", "198.51.100.12", true, "started");
        Assert.Equal(0, Run(shell, HypervisorScripts.RecordMove(move, _folder)).ExitCode);
        Says("list", "");
        Says("list --all", Uuid + "\n");
        Says("version", "Running hypervisor: QEMU 7.2.22\nRunning against daemon: 9.0.0\n");
        Says("capabilities", "<capabilities><host><uuid>u</uuid></host></capabilities>");
        Says("hostname", "kvm1\n");
        Says("net-list", "");
        Says("pool-list", "a pool\n");
        Says("pool-dumpxml", "<pool type='dir'><name>a pool</name><target><path>/srv/a pool</path></target></pool>");
        Says("domstate", "shut off (migrated)\n\n");
        Says("dumpxml", "<domain type='kvm'><name>a b</name><memory>1024</memory></domain>");

        var host = Assert.IsType<Hypervisor>(HypervisorReader.Read(Run(shell, HypervisorScripts.Read(_folder))));

        Assert.Equal(("a b", "shut off (migrated)"), (host.Guests[0].Name, host.Guests[0].Condition.Text));
        Assert.Equal(move, Assert.Single(host.Moves));
        Assert.Equal([new StoragePool("a pool", "dir", "/srv/a pool")], host.Pools);
        Assert.Contains("lo", host.Networks.Links);
        Assert.Empty(host.Unread);
        Assert.Equal("", File.ReadAllText(Path.Combine(_folder, "eaten")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Of_a_daemon_that_does_not_answer_nothing_more_is_asked(string shell)
    {
        Assert.IsType<NotAnswering>(HypervisorReader.Read(Run(shell, HypervisorScripts.Read(_folder))));
        Assert.IsType<SideReading.NoAnswer>(GuestReader.ReadSide(Run(shell, HypervisorScripts.ReadGuest(Uuid)), Uuid));

        Assert.Equal(2, Calls.Length);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_definition_is_removed_only_while_the_guest_is_shut_off(string shell)
    {
        Says("list --all", Uuid + "\n");
        Says("help", "--keep-nvram\n--keep-tpm\n");
        Says("undefine", "");
        foreach (var state in new[] { "running", "paused", "in shutdown", "crashed" })
        {
            Says("domstate", state + "\n\n");
            Assert.Equal(HypervisorScripts.Refused, Run(shell, HypervisorScripts.UndefineSource(Uuid)).ExitCode);
        }

        Assert.DoesNotContain(Calls, call => call.StartsWith("undefine", StringComparison.Ordinal));
        Says("domstate", "shut off\n\n");
        Assert.Equal(0, Run(shell, HypervisorScripts.UndefineSource(Uuid)).ExitCode);
        Assert.Equal($"undefine {Uuid} --keep-nvram --keep-tpm", Calls[^1]);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_guest_is_asked_by_its_agent_where_that_answers_else_by_its_button_and_never_ended(string shell)
    {
        Assert.Equal(1, Run(shell, HypervisorScripts.Stop(Uuid, CannotMoveWay.Shutdown)).ExitCode);
        Says("list --all", "\n");
        Assert.Equal(HypervisorScripts.Refused, Run(shell, HypervisorScripts.Stop(Uuid, CannotMoveWay.Shutdown)).ExitCode);
        Assert.DoesNotContain(Calls, call => call.StartsWith("shutdown", StringComparison.Ordinal));

        Says("list --all", Uuid + "\n");
        Says("shutdown", "");
        Assert.Equal(0, Run(shell, HypervisorScripts.Stop(Uuid, CannotMoveWay.Shutdown)).ExitCode);
        Assert.Equal($"shutdown {Uuid} --mode acpi", Calls[^1]);
        Says("qemu-agent-command", "{\"return\":{}}\n");
        Assert.Equal(0, Run(shell, HypervisorScripts.Stop(Uuid, CannotMoveWay.Shutdown)).ExitCode);
        Assert.Equal($"shutdown {Uuid} --mode agent", Calls[^1]);
        Says("managedsave", "");
        Assert.Equal(0, Run(shell, HypervisorScripts.Stop(Uuid, CannotMoveWay.ManagedSave)).ExitCode);
        Assert.Equal($"managedsave {Uuid}", Calls[^1]);
        Assert.DoesNotContain(Calls, call => call.StartsWith("destroy", StringComparison.Ordinal) || call.StartsWith("undefine", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_definition_that_is_gone_is_removed_already_and_a_silent_daemon_is_a_failure(string shell)
    {
        Assert.Equal(1, Run(shell, HypervisorScripts.UndefineSource(Uuid)).ExitCode);
        Says("list --all", "\n");
        Assert.Equal(0, Run(shell, HypervisorScripts.UndefineSource(Uuid)).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_definition_that_goes_while_it_is_looked_at_is_removed_all_the_same(string shell)
    {
        // The list has it, then domstate says "failed to get domain", then the list has it no more.
        Says("list --all", Uuid + "\n");
        Says("list --all.then", "\n");
        Assert.Equal(0, Run(shell, HypervisorScripts.UndefineSource(Uuid)).ExitCode);

        Says("list --all", Uuid + "\n");
        Says("list --all.then", "\n");
        Says("domstate", "shut off\n");
        Says("help", "");
        Assert.Equal(0, Run(shell, HypervisorScripts.UndefineSource(Uuid)).ExitCode);
        Assert.Contains(Calls, call => call.StartsWith("undefine", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_definition_that_stays_although_it_cannot_be_read_is_a_failure(string shell)
    {
        Says("list --all", Uuid + "\n");
        Assert.Equal(1, Run(shell, HypervisorScripts.UndefineSource(Uuid)).ExitCode);
        Says("domstate", "shut off\n");
        Says("help", "");
        Assert.Equal(1, Run(shell, HypervisorScripts.UndefineSource(Uuid)).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_guest_that_goes_while_it_is_looked_at_has_not_answered(string shell)
    {
        // "Domain not found" after a list that had it: no absence, no state; the next reading tells.
        Says("list --all", Uuid + "\n");
        Assert.IsType<SideReading.NoAnswer>(GuestReader.ReadSide(Run(shell, HypervisorScripts.ReadGuest(Uuid)), Uuid));
        Says("list --all", "\n");
        Assert.IsType<SideReading.Absent>(GuestReader.ReadSide(Run(shell, HypervisorScripts.ReadGuest(Uuid)), Uuid));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_husk_is_ended_only_when_a_migration_paused_it_and_no_job_holds_it(string shell)
    {
        Says("destroy", "");
        Says("domjobinfo", "Job type: 0\n\n");
        foreach (var state in new[] { "running (migrated)", "paused (user)", "shut off (migrated)", "paused (post-copy failed)" })
        {
            Says("domstate", state + "\n");
            Assert.Equal(HypervisorScripts.Refused, Run(shell, HypervisorScripts.DestroyHusk(Uuid)).ExitCode);
        }

        Says("domstate", "paused (migrating)\n");
        Says("domjobinfo", "Job type: 2\n\n");
        Assert.Equal(HypervisorScripts.Refused, Run(shell, HypervisorScripts.DestroyHusk(Uuid)).ExitCode);
        Assert.DoesNotContain(Calls, call => call.StartsWith("destroy", StringComparison.Ordinal));
        Says("domjobinfo", "Job type: 0\n\n");
        Assert.Equal(0, Run(shell, HypervisorScripts.DestroyHusk(Uuid)).ExitCode);
        Assert.Equal($"destroy {Uuid}", Calls[^1]);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Questions_are_answered_one_by_one(string shell)
    {
        Says("hypervisor-cpu-compare", "");
        var file = Path.Combine(_folder, "a disk");
        File.WriteAllText(file, "x");
        var questions = new ProbeQuestions([file, "/no/such"], [new Endpoint("127.0.0.1", 1)], ["kvm2"], [new CpuQuestion(Uuid, "qemu", "x86_64", "pc", "/q", "<cpu/>")]);

        var answers = ProbeAnswers.Read(Run(shell, HypervisorScripts.Probe(questions)));

        Assert.Null(answers.Broken);
        Assert.True(answers.Path(file)?.IsThere);
        Assert.False(answers.Path("/no/such")?.IsThere);
        Assert.Equal(Reach.Refused, answers.Address(new Endpoint("127.0.0.1", 1))?.Reach);
        Assert.Null(answers.Peer("kvm2")?.HostUuid);
        Assert.True(answers.Cpu(Uuid)?.Fits);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A tool that this machine need not have.
    private void Has(string program, string text)
    {
        var path = Path.Combine(_folder, program);
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
#pragma warning disable CA1416 // hosts, and so these tests, are Linux
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    private string[] Calls => File.ReadAllLines(Path.Combine(_folder, "calls"));

    [Theory]
    [MemberData(nameof(Shells))]
    public void Moves_are_looked_at_with_one_virsh_each_and_the_end_of_one_is_seen(string shell)
    {
        const string other = "00000000-0000-4000-8000-000000000002";
        // What virsh says of a guest on its way, in one breath.
        Says($"domstate {Uuid} --reason; domjobinfo {Uuid} --rawstats", "running (booted)\n\nJob type: 2\noperation: 5\nmemory_remaining: 4096\n\n");
        foreach (var batch in (string[])["3", "4"]) Directory.CreateDirectory(Path.Combine(_folder, "runs", "run-1", batch));
        File.WriteAllText(Path.Combine(_folder, "runs", "run-1", "4", "rc"), "0\n");
        var alive = Path.Combine(_folder, "runs", "run-1", "3", "alive");
        File.WriteAllText(alive, "");
        using var job = Process.Start(new ProcessStartInfo("flock", ["-x", alive, "sh", "-c", "echo held; sleep 600"]) { RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal("held", job.StandardOutput.ReadLine());
            var seen = Run(shell, HypervisorScripts.Watch(20, "run-1", [new MoveLook(Uuid, 3), new MoveLook(other, 4)]));
            var side = Assert.IsType<SideReading.Present>(GuestReader.ReadWatched(seen, Uuid));
            Assert.Equal((4096L, true), (Assert.IsType<GuestJob.Migrating>(side.Job).Statistics.MemoryRemaining, side.Condition.IsRunning));
            Assert.Null(GuestReader.ReadWatched(seen, other));
            Assert.Single(File.ReadAllLines(Path.Combine(_folder, "calls")));
            // A host whose libvirt hangs or is gone says nothing about a guest whose move goes on.
            File.Delete(Path.Combine(_folder, $"domstate {Uuid} --reason; domjobinfo {Uuid} --rawstats"));
            Assert.IsType<SideReading.NoAnswer>(GuestReader.ReadWatched(Run(shell, HypervisorScripts.Watch(0, "run-1", [new MoveLook(Uuid, 3)])), Uuid));
        }
        finally
        {
            job.Kill(entireProcessTree: true);
            job.WaitForExit();
        }
        Assert.Null(GuestReader.ReadWatched(Run(shell, HypervisorScripts.Watch(20, "run-1", [new MoveLook(Uuid, 3)])), Uuid));
    }

    private void Says(string about, string text) => File.WriteAllText(Path.Combine(_folder, about), text);

    private static bool Found(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private CommandResult Run(string shell, Command command)
    {
        var argv = shell.Split(' ').Concat(command.Argv.Skip(command.Argv[0] == "sh" ? 1 : 0)).ToArray();
        var start = new ProcessStartInfo(argv[0], argv[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LMR_ROOT"] = _folder;
        start.Environment["PATH"] = _folder + ":" + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start) ?? throw new InvalidOperationException(shell);
        process.StandardInput.BaseStream.Write([.. command.Input ?? []]);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return CommandResult.OfText("", process.ExitCode, error.Result) with { Out = output.ToArray() };
    }
}
