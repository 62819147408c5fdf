using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class LookAlikesTests
{
    [Theory]
    [InlineData("–live", "--live")]
    [InlineData("migrate —live –p", "migrate --live -p")]
    [InlineData("49152–49215", "49152-49215")]
    [InlineData("“a” ‘b’", "\"a\" 'b'")]
    [InlineData("a\u00A0b\u200Bc", "a bc")]
    [InlineData("wеb１", "web1")]
    [InlineData("größe 漢", "größe 漢")]
    public void It_is_read_as_it_was_probably_typed(string pasted, string typed) => Assert.Equal(typed, LookAlikes.Plain(pasted));

    [Theory]
    [InlineData("–", "en dash (U+2013)")]
    [InlineData("\u00A0", "no-break space (U+00A0)")]
    [InlineData("”", "typographic quote (U+201D)")]
    [InlineData("е", "character 'е' (U+0435)")]
    public void It_has_a_name(string letter, string name) => Assert.Equal(name, LookAlikes.Name(letter[0]));

    /// <summary>Every argument and kind, with each letter left out, doubled or swapped with the next: the word itself is found again, or one as near.</summary>
    [Fact]
    public void A_typing_mistake_in_any_word_of_a_step_is_recognised()
    {
        var missed = new List<string>();
        foreach (var kind in StepCatalogue.Kinds.Values)
        {
            IReadOnlyList<string> arguments = [.. kind.Arguments.Select(argument => argument.Name)];
            foreach (var word in arguments.Where(word => word.Length >= 4)) missed.AddRange(Mistakes(word, arguments));
            missed.AddRange(Mistakes(kind.Name, [.. StepCatalogue.Kinds.Keys]));
        }

        Assert.Empty(missed);
    }

    private static IEnumerable<string> Mistakes(string word, IReadOnlyList<string> known) =>
        from typed in Enumerable.Range(0, word.Length - 1).SelectMany(at => (string[])[word.Remove(at, 1), word.Insert(at, word[at].ToString()), word[..at] + word[at + 1] + word[at] + word[(at + 2)..]])
        where !known.Contains(typed) && Suggestion.For(typed, known) != word && Suggestion.For(typed, known) is null
        select $"{typed} for {word}";
}
