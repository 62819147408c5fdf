using System.Reflection;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class RecordBinderTests
{
    private const int Threads = 4;
    private static readonly Type[] s_some = [typeof(bool), typeof(byte), typeof(char), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double), typeof(decimal), typeof(string), typeof(Guid), typeof(TimeSpan)];

    /// <summary>A record that nobody has asked about yet, for each pair of types.</summary>
    public sealed record Fresh<TOne, TOther>([Key("A text.")] string Name, int Unwritten = 7);

    [Fact]
    public async Task Who_binds_a_record_first_while_others_do_binds_it_as_they_do()
    {
        var bind = typeof(RecordBinder).GetMethod(nameof(RecordBinder.Bind), BindingFlags.Public | BindingFlags.Static)!;
        var yaml = Read.Yaml("name: web-1\n");
        foreach (var (one, other) in s_some.SelectMany(one => s_some.Select(other => (one, other))))
        {
            var typed = bind.MakeGenericMethod(typeof(Fresh<,>).MakeGenericType(one, other)).CreateDelegate<Func<YamlNode, Findings, object?>>();
            using var start = new Barrier(Threads);
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                return typed(yaml, new Findings());
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.Equal("Fresh { Name = web-1, Unwritten = 7 }", typed(yaml, new Findings())?.ToString());
        }
    }
}
