using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Commands;

public sealed class AnswerReaderTests
{
    private const string Nonce = "00112233445566778899aabbccddeeff";

    private static readonly Request One = Request.Of(new RequestItem("one", Command.Of("true"), TimeSpan.FromSeconds(1)));

    [Fact]
    public void Any_bytes_cut_anywhere_after_any_noise_are_read_back()
    {
        Prop.ForAll<(byte[] Noise, byte[] Out, byte[] Err), int>((sent, cut) =>
        {
            var (noise, output, error) = sent;
            byte[] frame = [.. noise, .. Frame("0", 3, output, error), .. Frame("end", 0, [], [])];
            var at = Math.Abs(cut % (frame.Length + 1));
            var reader = new AnswerReader(One, Nonce);
            reader.Read(frame.AsSpan(0, at));
            reader.Read(frame.AsSpan(at));
            return reader.Ended && reader.Noise == noise.Length && reader.Results["one"].ExitCode == 3
                && reader.Results["one"].Out.Span.SequenceEqual(output) && reader.Results["one"].Err.Span.SequenceEqual(error);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Byte_by_byte_gives_the_same()
    {
        byte[] bytes = [.. "Welcome!\n\n"u8, .. Frame("0", 0, [1, 2, 10, 3], [10]), .. Frame("end", 9, [], [])];
        var reader = new AnswerReader(One, Nonce);
        foreach (var one in bytes) reader.Read([one]);
        Assert.Equal((true, 9, 10L), (reader.Ended, reader.ShellCode, reader.Noise));
        Assert.Equal([1, 2, 10, 3], reader.Results["one"].Out.ToArray());
    }

    [Fact]
    public void A_frame_inside_of_an_output_is_only_output()
    {
        var inner = Frame("0", 1, "fake"u8.ToArray(), []);
        byte[] bytes = [.. Frame("0", 0, inner, []), .. Frame("end", 0, [], [])];
        var reader = new AnswerReader(One, Nonce);
        reader.Read(bytes);
        Assert.Equal(inner, reader.Results["one"].Out.ToArray());
    }

    [Fact]
    public void An_answer_without_its_items_names_them()
    {
        var reader = new AnswerReader(One, Nonce);
        reader.Read(Frame("end", 137, [], []));
        Assert.Equal(["one"], reader.Missing);
        Assert.Equal(137, reader.ShellCode);
    }

    [Fact]
    public void A_broken_header_is_noise() => Prop.ForAll<string>(words =>
    {
        var reader = new AnswerReader(One, Nonce);
        reader.Read(Encoding.UTF8.GetBytes($"\n{Nonce} {words}\n"));
        reader.Read(Frame("end", 0, [], []));
        return reader.Results.Count == 0;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0 0 1048577 0 0\n")]
    [InlineData("0 0 0 536870911 0\n")]
    [InlineData("0 0 -1 0 0\n")]
    [InlineData("0 0 9223372036854775807 0 0\n")]
    public void A_frame_that_promises_more_than_it_may_is_noise(string header)
    {
        var reader = new AnswerReader(One, Nonce);
        reader.Read([.. Encoding.ASCII.GetBytes($"\n{Nonce} {header}"), .. new byte[100_000], .. Frame("0", 0, [1], []), .. Frame("end", 0, [], [])]);

        Assert.True(reader.Ended);
        Assert.Equal([1], reader.Results["one"].Out.ToArray());
    }

    [Fact]
    public void A_header_without_an_end_is_not_waited_for()
    {
        var reader = new AnswerReader(One, Nonce);
        reader.Read(Encoding.ASCII.GetBytes($"\n{Nonce} 0 "));
        for (var count = 0; count < 100; count++) reader.Read(new byte[100_000]);
        reader.Read([.. Frame("0", 0, [1], []), .. Frame("end", 0, [], [])]);

        Assert.True(reader.Ended);
        Assert.True(reader.Noise > 9_000_000, $"{reader.Noise}");
        Assert.Equal([1], reader.Results["one"].Out.ToArray());
    }

    [Fact]
    public void The_first_answer_counts()
    {
        var reader = new AnswerReader(One, Nonce);
        reader.Read([.. Frame("0", 0, [1], []), .. Frame("0", 0, [2], []), .. Frame("end", 0, [], [])]);

        Assert.Equal([1], reader.Results["one"].Out.ToArray());
    }

    [Fact]
    public void All_outputs_together_have_their_bound_too_and_what_is_cut_off_is_no_success()
    {
        var many = new Request([.. Enumerable.Range(0, 20).Select(number => new RequestItem($"{number}", Command.Of("true"), TimeSpan.FromSeconds(1)))]);
        var reader = new AnswerReader(many, Nonce);
        for (var number = 0; number < 20; number++) reader.Read(Frame($"{number}", 0, new byte[AnswerReader.MostOutput], []));
        reader.Read(Frame("end", 0, [], []));

        Assert.Empty(reader.Missing);
        Assert.Equal(AnswerReader.MostTogether, reader.Results.Values.Sum(result => result.Out.Length));
        Assert.Equal(16, reader.Results.Values.Count(result => result.Succeeded));
        Assert.All(reader.Results.Values.Where(result => !result.Succeeded), result => Assert.StartsWith("it answered too much", result.Complaint, StringComparison.Ordinal));
    }

    [Fact]
    public void Both_sides_of_a_request_cut_at_the_same_length() =>
        Assert.Contains($"lmr_cap={AnswerReader.MostOutput}\n", EmbeddedScript.Read("Commands/request.sh"), StringComparison.Ordinal);

    private static byte[] Frame(string number, int code, byte[] output, byte[] error) =>
        [.. Encoding.ASCII.GetBytes($"\n{Nonce} {number} {code} {output.Length} {error.Length} 0\n"), .. output, .. error];
}
