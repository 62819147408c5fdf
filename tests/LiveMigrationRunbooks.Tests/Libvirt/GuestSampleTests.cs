using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Libvirt.Sampling;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Tests.Rooms;
using LiveMigrationRunbooks.Tests.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

/// <summary>The script that a timer runs on hosts, under the shells that they have, with a <c>virsh</c> that says what QEMU 7.2 said in the lab.</summary>
[SupportedOSPlatform("linux")]
public sealed class GuestSampleTests : IDisposable
{
    private const string One = "00000000-0000-4000-8000-000000000011";
    private const string Two = "00000000-0000-4000-8000-000000000012";
    private readonly TemporaryFolder _folder = new();

    public GuestSampleTests()
    {
        _folder.Program("virsh", $$"""
            shift 3
            echo "$*" >>"{{_folder["calls"]}}"
            case $1 in
              list) cat "{{_folder["running"]}}" ;;
              domname) echo "guest ${2##*-}" ;;
              domdirtyrate-calc) echo "$4" >"{{_folder["period"]}}" ;;
              domstats) printf "Domain: 'guest'\n  dirtyrate.calc_status=2\n  dirtyrate.calc_start_time=50513\n  dirtyrate.calc_period=%s\n  dirtyrate.calc_mode=page-sampling\n  dirtyrate.megabytes_per_second=22\n\n" "$(cat "{{_folder["period"]}}")" ;;
              domjobinfo*) cat "{{_folder["job"]}}" ;;
              *) exit 1 ;;
            esac
            """);
        _folder.Program("sleep", "true");
        _folder.Program("date", $$"""case $* in *%u%H*) cat "{{_folder["hour"]}}" ;; *) cat "{{_folder["time"]}}" ;; esac""");
        File.WriteAllText(_folder["job"], "Job type: 0\n\n");
        At("707", 1_763_798_400);
        Runs(One);
    }

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void Each_guest_is_sampled_and_kept_for_a_plan_of_that_hour(string shell)
    {
        Runs(One, Two);
        var answer = Sample(shell);

        Assert.Equal(["guest 000000000011", "guest 000000000012"], answer.Sampled.Select(guest => guest.Name));
        Assert.Equal(new GuestSampling(One, 1_763_798_400, new HourOfWeek(7, 7), [Window(1), Window(2)], null), answer.Sampled[0].Sampling);
        Assert.Equal((null, null, 0), (answer.Ended, answer.Broken, answer.Passed.Count));
        Assert.Equal("lmr-samples 1\n1763798400 707 1:22,2:22 0\n", Kept(One));
        Assert.Equal(["domdirtyrate-calc", "domdirtyrate-calc"], Calls.Where(call => call.Contains("dirtyrate-calc", StringComparison.Ordinal) && call.Contains(One, StringComparison.Ordinal)).Select(call => call.Split(' ')[0]));
        Assert.All(Calls.Where(call => call.StartsWith("domdirtyrate", StringComparison.Ordinal)), call => Assert.EndsWith("--mode page-sampling", call, StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(_folder["samples"]), file => file.EndsWith(".new", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Of_each_hour_the_last_four_are_kept_and_other_hours_are_left_alone(string shell)
    {
        At("706", 100);
        Sample(shell);
        for (var week = 1; week <= 6; week++)
        {
            At("707", 1000 * week);
            Sample(shell);
        }

        Assert.Equal(["lmr-samples 1", "100 706", "3000 707", "4000 707", "5000 707", "6000 707"], Kept(One).TrimEnd().Split('\n').Select(line => string.Join(' ', line.Split(' ')[..2])));
    }

    [Theory]
    [InlineData("Job type: 2\n\noperation: 5\n")]
    [InlineData("error: Operation not supported: migration statistics are available only on the source host\n")]
    public void While_a_guest_moves_nobody_is_sampled(string job)
    {
        foreach (var shell in ShellRun.Shells)
        {
            File.WriteAllText(_folder["job"], job);
            var answer = Sample(shell);

            Assert.Equal("a guest of this host moves, or has another job", answer.Ended);
            Assert.DoesNotContain(Calls, call => call.StartsWith("domdirtyrate", StringComparison.Ordinal));
            Assert.False(File.Exists(Path.Combine(_folder["samples"], One)));
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Whoever_was_sampled_longest_ago_comes_first_and_when_the_time_is_over_nobody_is_begun(string shell)
    {
        Sample(shell);
        Runs(One, Two);

        Assert.Equal([Two, One], Sample(shell).Sampled.Select(guest => guest.Sampling.Uuid));
        Assert.Equal("0 s are over; the others come first next time", Sample(shell, longest: 0).Ended);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void What_another_version_kept_is_left_alone(string shell)
    {
        Directory.CreateDirectory(_folder["samples"]);
        File.WriteAllText(Path.Combine(_folder["samples"], One), "lmr-samples 2\nelse\n");

        Assert.Contains("is of another version", Assert.Single(Sample(shell).Passed), StringComparison.Ordinal);
        Assert.Equal("lmr-samples 2\nelse\n", Kept(One));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_daemon_that_is_silent_is_told_and_nothing_is_kept(string shell)
    {
        File.Delete(_folder["running"]);
        var answer = Sample(shell);

        Assert.Equal("libvirt does not answer", answer.Broken);
        Assert.Equal("kvm1: The guests of kvm1 cannot be sampled: libvirt does not answer.", SamplesText.Of([new HostSamples("kvm1", new("sample.failed", "The guests of kvm1 cannot be sampled: libvirt does not answer.", ""), answer)]).TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_reader_is_given_the_hour_it_asks_for_and_the_last_look(string shell)
    {
        foreach (var (hour, time) in new[] { ("706", 100), ("607", 200), ("707", 300), ("708", 400) })
        {
            At(hour, time);
            Sample(shell);
        }
        File.WriteAllText(Path.Combine(_folder["samples"], Two), "lmr-samples 9\n1 707 1:1 0\n");
        var read = Run(shell, HypervisorScripts.Read(Path.GetDirectoryName(_folder["samples"])!, new HourOfWeek(7, 7)));

        Assert.Equal([("607", 200L), ("707", 300), ("708", 400)], GuestSampling.Read(SectionedAnswer.Read(CommandResult.OfText(read.Out)).Find("samples")!.Lines).Select(look => ($"{look.Hour.Day}{look.Hour.Word}", look.At)));
        Assert.DoesNotContain("%%lmr samples", Run(shell, HypervisorScripts.Read(Path.GetDirectoryName(_folder["samples"])!)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void People_read_a_line_for_each_guest()
    {
        var sampling = new GuestSampling(One, 0, new HourOfWeek(7, 7), [Window(1), Window(1), Window(4)], 145408);
        var answer = new SampleAnswer([new SampledGuest("web-1", sampling)], ["db-1: QEMU did not end its measurement"], "600 s are over; the others come first next time", null);

        Assert.Equal("""
            kvm1: web-1 writes 22 and 22 MiB/s over 1s, 22 MiB/s over 4s, 142 MiB in use; kept for Sun 07:00-08:00 UTC
            kvm1: passed over db-1: QEMU did not end its measurement
            kvm1: ended early: 600 s are over; the others come first next time
            kvm2: no guest runs

            """, SamplesText.Of([new HostSamples("kvm1", null, answer), new HostSamples("kvm2", null, new SampleAnswer([], [], null, null))]));
    }

    [Fact]
    public void The_script_beside_the_runbook_is_the_one_that_the_verb_runs() =>
        Baseline.Current(Repository.Path("runbooks", "files", "guest-sample.sh"), HypervisorScripts.SampleText);

    public void Dispose() => _folder.Dispose();

    private static DirtySample Window(long seconds) => new(seconds, 22, null, "page-sampling");

    private string[] Calls => File.Exists(_folder["calls"]) ? File.ReadAllLines(_folder["calls"]) : [];

    private string Kept(string uuid) => File.ReadAllText(Path.Combine(_folder["samples"], uuid));

    private void Runs(params string[] uuids) => File.WriteAllText(_folder["running"], string.Join('\n', uuids) + "\n\n");

    private void At(string hour, long time)
    {
        File.WriteAllText(_folder["hour"], hour + "\n");
        File.WriteAllText(_folder["time"], $"{time}\n");
    }

    private SampleAnswer Sample(string shell, int longest = 600)
    {
        var (exit, output, error) = ShellRun.Run(shell, $"PATH=\"{_folder["."]}:$PATH\"\n{HypervisorScripts.SampleText}", "", "1 2", $"{longest}", _folder["samples"]);
        return SampleAnswer.Read(new CommandResult(exit, System.Text.Encoding.UTF8.GetBytes(output), System.Text.Encoding.UTF8.GetBytes(error), 0));
    }

    private (int Exit, string Out, string Error) Run(string shell, Command command) =>
        ShellRun.Run(shell, $"PATH=\"{_folder["."]}:$PATH\"\n{command.Argv[2]}", "", [.. command.Argv.Skip(4)]);
}
