using System.Text.RegularExpressions;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>A name says what a thing is or does; words that fit everything say nothing.</summary>
public sealed partial class NamingTests
{
    [Fact]
    public void No_file_has_an_empty_word_for_a_name() => Found.Nothing(
        SourceFiles.Of("", "src", "tests").Where(path => EmptyWord().IsMatch(Path.GetFileNameWithoutExtension(path).Split('.')[0])));

    [Fact]
    public void No_type_has_an_empty_word_for_a_name() => Found.Nothing(
        from path in SourceFiles.Of(".cs", "src", "tests")
        from Match type in TypeName().Matches(SourceFiles.Text(path))
        where EmptyWord().IsMatch(type.Groups[1].Value)
        select $"{type.Groups[1].Value} in {path}");

    [Fact]
    public void No_file_is_too_long_to_be_read_at_once() => Found.Nothing(
        from extension in (string[])[".cs", ".sh"]
        from path in SourceFiles.Of(extension, "src", "tests")
        let lines = SourceFiles.Text(path).Count(letter => letter == '\n')
        where lines > 300
        select $"{path} has {lines} lines, at most 300");

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Utilities|Services?|Processor|Impl)$|^(Common|Base)(?![a-z])")]
    private static partial Regex EmptyWord();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?: struct)?)\s+([A-Z]\w*)")]
    private static partial Regex TypeName();
}
