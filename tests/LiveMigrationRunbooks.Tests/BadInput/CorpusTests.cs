using System.Text;
using LiveMigrationRunbooks.Tests.Language;
using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.BadInput;

/// <summary>
/// Bad input by families, and what is said to it: the codes stand beside the input, the sentences in a baseline. The input is read as the
/// command line does, in this process.
/// </summary>
public sealed class CorpusTests
{
    private static string Folder => Repository.TestPath("BadInput", "Corpus");

    public static TheoryData<string> Families =>
        [.. Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileName(path)).Where(name => !name.Contains(".verified.", StringComparison.Ordinal) && !name.Contains(".received.", StringComparison.Ordinal)).Select(name => Path.GetFileNameWithoutExtension(name)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Families))]
    public void What_is_wrong_is_told_once_with_place_reason_and_remedy(string family)
    {
        var (text, differs) = (new StringBuilder(), new List<string>());
        foreach (var row in CorpusRow.Of(Path.Combine(Folder, family + ".txt")))
        {
            var folder = Directory.CreateTempSubdirectory("lmr-corpus-").FullName;
            try
            {
                var findings = row.Read(folder);
                var codes = string.Join(' ', findings.Sorted.Select(each => each.Code));
                if (codes != string.Join(' ', row.Codes)) differs.Add($"{row.Id}: told are {(codes.Length == 0 ? "nothing" : codes)}");
                Assert.All(findings.Sorted, each => Assert.True(each.What.Length > 0 && each.Why.Length > 0 && each.Fix.Length > 0, $"{row.Id} {each.Code}"));
                text.Append($"=== {row.Id}: {row.Title}\n\n{Told.Text(findings, folder + "/")}");
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Baseline.Verify(Path.Combine(Folder, family), text.ToString());
        Found.Nothing(differs);
    }
}
