using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Reports;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Reports;

public sealed class MoveTableTests
{
    // Fields as a host told them in mid-move.
    private static readonly MoveNow s_busy = Move("web-01", "kvm2", 42, """
        Job type: 2
        memory_total: 268435456
        memory_remaining: 75497472
        memory_bps: 52428800
        memory_dirty_rate: 2560
        memory_page_size: 4096
        memory_iteration: 3
        auto_converge_throttle: 20
        """);

    private static readonly MoveNow s_disk = Move("db", "kvm3", 3725, "memory_total: 1048576\nmemory_remaining: 1048576\nmemory_bps: 1048576\nmemory_iteration: 1\ndisk_total: 33554432\ndisk_remaining: 16777216\n") with { Left = TimeSpan.FromSeconds(95) };

    private static readonly MoveNow s_silent = Move("mail", "kvm2", 2, null);

    [Fact]
    public void Guests_stand_below_each_other_with_what_is_known_of_each()
    {
        Assert.Equal(
            [
                "guest   to     left      of    sends   writes  pass  slowed     time  to go",
                "web-01  kvm2  72MiB  256MiB  50MiB/s  10MiB/s     3    20 %     0:42",
                "db      kvm3  17MiB   33MiB   1MiB/s              1          1:02:05  ~1:35",
                "mail    kvm2                                                    0:02",
            ],
            MoveTable.Lines([s_busy, s_disk, s_silent], 200));
    }

    [Fact]
    public void What_nobody_knows_has_no_column()
    {
        Assert.Equal(["guest  to    time", "mail   kvm2  0:02"], MoveTable.Lines([s_silent], 80));
        Assert.Equal(["guest  to    time   to go", "mail   kvm2  0:02  no end"], MoveTable.Lines([s_silent with { IsEndless = true }], 80));
        Assert.Empty(MoveTable.Lines([], 80));
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal_and_the_most_telling_columns_stay()
    {
        for (var width = 5; width < 100; width++)
            Assert.All(MoveTable.Lines([s_busy, s_disk, s_silent], width), line => Assert.True(line.Length <= width, $"{width}: {line}"));
        Assert.Equal("guest    left    sends     time  to go", MoveTable.Lines([s_busy, s_disk], 40)[0]);
        Assert.Equal("guest    left", MoveTable.Lines([s_busy], 14)[0]);
    }

    private static MoveNow Move(string guest, string target, int seconds, string? statistics) =>
        new("uuid-" + guest, guest, target, TimeSpan.FromSeconds(seconds), statistics is null ? null : JobStatistics.Parse(statistics));
}
