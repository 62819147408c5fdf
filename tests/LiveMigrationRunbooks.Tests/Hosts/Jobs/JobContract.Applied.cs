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
        var second = new Job(_run, 1, [Owning("second", one, two), Owning("third", two), new JobStep("fails", [Command.Of("false")], []) { Owns = [Value("fourth", one)] }]);
        await DoAsync(second);
        Assert.Equal([$"second {one}", $"third {two}"], await KeptAsync());
        var back = Back(second, 2);
        await DoAsync(back);
        Assert.Equal([$"first {one}"], await KeptAsync());
        await DoAsync(Back(back, 3));
        Assert.Equal([$"second {one}", $"third {two}"], await KeptAsync());

        JobStep Owning(string what, params string[] keys) => new(what, [Command.Of("true")], []) { Owns = [.. keys.Select(key => Value(what, key))] };

        static OwnedValue Value(string what, string key) => new(key, $$"""{"what":"{{what}} {{key}}"}""");

        async Task DoAsync(Job job)
        {
            await RunAsync(host, JobScripts.Start(job));
            await WaitAsync(host, _run, job.Batch);
        }

        // In the order of the keys' names, whatever they are; what the host adds stands before.
        async Task<string[]> KeptAsync()
        {
            var lines = (await RunAsync(host, JobScripts.Applied)).Lines.Where(line => line.Contains(one, StringComparison.Ordinal) || line.Contains(two, StringComparison.Ordinal)).ToList();
            Assert.All(lines, line => Assert.Matches("""^\{"at":[0-9]+,"boot_id":"[^"]+","what":"[^"]+"\}$""", line));
            return [.. lines.Select(line => line.Split("\"what\":\"")[1].TrimEnd('}', '"')).Order(StringComparer.Ordinal)];
        }
    }
}
