using Xunit;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>What a merge could not decide stands in files that compile, or that nobody compiles, as lines of its own.</summary>
public sealed class MergeMarkTests
{
    private static readonly string[] s_marks = [new('<', 7), new('>', 7)];

    [Fact]
    public void No_file_has_an_undecided_merge_in_it() => Found.Nothing(
        from path in new[] { ".md", ".cs", ".sh", ".yml" }.SelectMany(extension => SourceFiles.Of(extension, "src", "tests", "runbooks", "inventories")).Concat(["README.md", "CHANGELOG.md"])
        from line in SourceFiles.Text(path).Split('\n').Index()
        where Array.Exists(s_marks, mark => line.Item.StartsWith(mark + " ", StringComparison.Ordinal))
        select $"{path}:{line.Index + 1}");
}
