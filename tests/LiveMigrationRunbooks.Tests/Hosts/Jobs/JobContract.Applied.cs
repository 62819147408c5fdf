using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Jobs;

/// <summary>The last value of each key: written when its step has succeeded, and taken back with it.</summary>
public abstract partial class JobContract
{
    [Fact]
    public async Task A_host_keeps_the_last_value_of_each_key_and_a_way_back_the_one_before()
    {
        await using var host = await ConnectedAsync();
        var (one, two) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));
        await DoAsync(new Job(_run, 0, [Owning("first", one)]));
        Assert.Equal([$"first {one}"], await KeptAsync());
        var second = new Job(_run, 1, [Owning("second", one, two), Owning("third", two), new JobStep("fails", [Command.Of("false")], []) { Owns = Value("fourth", one) }]);
        await DoAsync(second);
        Assert.Equal([$"second {one}", $"third {two}"], await KeptAsync());
        var back = Back(second, 2);
        await DoAsync(back);
        Assert.Equal([$"first {one}"], await KeptAsync());
        await DoAsync(Back(back, 3));
        Assert.Equal([$"second {one}", $"third {two}"], await KeptAsync());

        JobStep Owning(string what, params string[] keys) => new(what, [Command.Of("true")], []) { Owns = Value(what, keys) };

        static OwnedValue Value(string what, params string[] keys) => new([.. keys], $$"""{"what":"{{what}}"}""");

        async Task DoAsync(Job job)
        {
            await RunAsync(host, JobScripts.Start(job));
            await WaitAsync(host, _run, job.Batch);
        }

        // What stands under the two keys; what the host adds stands before.
        async Task<string[]> KeptAsync()
        {
            var (kept, last) = (new List<string>(), "");
            foreach (var line in (await RunAsync(host, JobScripts.Applied)).Lines)
            {
                if (line[0] == '{') last = line;
                else if (line == $"= {one}" || line == $"= {two}") kept.Add($"{Regex.Match(last, """^\{"at":[0-9]+,"boot_id":"[^"]+","what":"([^"]+)"\}$""").Groups[1].Value} {line[2..]}");
            }
            return [.. kept.Order(StringComparer.Ordinal)];
        }
    }
}
