using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

/// <summary>Reads texts that tests write inline.</summary>
internal static class Read
{
    public static SourceSpan Span(string text) => new(new SourceFile("test.yml", text), 0, text.Length);

    public static YamlNode Yaml(string text, YamlDialect dialect = YamlDialect.Core)
    {
        var findings = new Findings();
        var node = Yaml(text, findings, dialect);
        Assert.Empty(Told.Lines(findings));
        Assert.NotNull(node);
        return node;
    }

    public static YamlNode? Yaml(string text, Findings findings, YamlDialect dialect = YamlDialect.Core) =>
        YamlReader.Read(new SourceFile("test.yml", text), dialect, findings);
}
