using System.Text;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Tests.Hostile;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>The last writer, with nobody before it who knows anything.</summary>
public sealed class GuardedWriterTests
{
    [Fact]
    public void Whatever_a_host_said_leaves_without_what_a_terminal_obeys()
    {
        foreach (var (name, bytes) in HostileText.All)
        {
            var shown = Written(writer => writer.WriteLine(Encoding.UTF8.GetString(bytes)));
            Assert.False(shown.Any(letter => (char.IsControl(letter) && letter is not '\n' and not '\t') || letter is '\u202e' or '\u2066' or '\u200f' or '\u061c'), name);
        }
        Assert.Equal("\\x1b[31mred\\x0d\\u202e\r\n", Written(writer => writer.Write("\u001b[31mred\r\u202e\r\n")));
        Assert.Equal("\\x1b", Written(writer => writer.Write('\u001b')));
    }

    [Fact]
    public void What_people_write_stays_as_it_is() => Assert.Equal("größe\t9000 \u00a0–\n{}\n", Written(writer => writer.WriteLine("größe\t9000 \u00a0–\n{}")));

    [Fact]
    public void Json_is_the_same_to_a_program_and_harmless_to_a_terminal()
    {
        foreach (var bytes in HostileText.All.Values)
        {
            var said = Encoding.UTF8.GetString(bytes);
            var json = PlainJson.Of(System.Text.Json.JsonSerializer.Serialize(new { said }, LiveMigrationRunbooks.Steps.StepJson.Options));
            Assert.Equal(json, Written(writer => writer.Write(json)));
            Assert.Equal(said, System.Text.Json.Nodes.JsonNode.Parse(json)!["said"]!.GetValue<string>());
        }
    }

    // A value that nothing else in this process holds, so that the net, which all tests share, takes out of no other text.
    [Fact]
    public void A_secret_that_somebody_shows_is_masked_in_every_way_of_writing()
    {
        var secret = $"only-here-{Guid.NewGuid():N}";
        SecretNet.OfThisProcess.Add(new SecretValue(secret));

        Assert.Equal("it is ********!\n", Written(writer => writer.WriteLine($"it is {secret}!")));
        Assert.Equal("it is ********", Written(writer => writer.Write("it is {0}", secret)));
        Assert.Equal("********", Written(writer => writer.Write(secret.ToCharArray())));
        Assert.Equal("********", Written(writer => writer.Write(secret.AsSpan())));
        Assert.DoesNotContain(secret, Written(writer => writer.WriteLine(new InvalidOperationException($"no {secret}"))), StringComparison.Ordinal);
        Assert.Equal("****", Written(writer => writer.Write("****")));
    }

    private static string Written(Action<TextWriter> write)
    {
        using var inner = new StringWriter();
        using var guarded = new GuardedWriter(inner);
        write(guarded);
        return inner.ToString();
    }
}
