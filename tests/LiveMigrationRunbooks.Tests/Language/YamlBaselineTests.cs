using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class YamlBaselineTests
{
    private static string Folder => Repository.TestPath("Language", "Fixtures", "yaml");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_bad_file_is_explained_under_its_source_line(string name)
    {
        var findings = new Findings();
        var path = Path.Combine(Folder, name + ".yml");
        if (SourceFile.Read(path, findings) is { } file)
            YamlReader.Read(file, name.StartsWith("ansible-", StringComparison.Ordinal) ? YamlDialect.Ansible : YamlDialect.Core, findings);
        Assert.NotEmpty(findings.Sorted);
        Told.Expect(Path.Combine(Folder, name + ".txt"), Told.Text(findings, Folder + "/"));
    }
}
