using System.Text.Json;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Reads one YAML document into a tree that remembers where everything stands. Never throws for what a file holds.</summary>
public static class YamlReader
{
    // Of one file's syntax; each is found by reading the file again without the ones before.
    private const int MoreMistakes = 20;

    /// <summary>
    /// The tree, also where some of it was wrong and told so in <paramref name="findings"/>; null where the syntax cannot be followed,
    /// and for an empty file (which is an error in <see cref="YamlDialect.Core"/> and nothing in <see cref="YamlDialect.Ansible"/>).
    /// </summary>
    public static YamlNode? Read(SourceFile file, YamlDialect dialect, Findings findings) => Read(file, dialect, findings, MoreMistakes);

    internal static YamlNode? Read(SourceFile file, YamlDialect dialect, Findings findings, int more)
    {
        var parser = new Parser(new Scanner(new StringReader(file.Text), skipComments: true));
        var tree = new YamlTree(file, parser, dialect, findings, dialect == YamlDialect.Ansible && IsJson(file.Text));
        try
        {
            parser.MoveNext();
            parser.MoveNext();
            if (parser.Current is not DocumentStart)
            {
                if (dialect == YamlDialect.Core) findings.Add(YamlProblems.Empty(new SourceSpan(file, 0, 0)));
                return null;
            }

            parser.MoveNext();
            var root = tree.Node(0);
            parser.MoveNext();
            if (parser.Current is DocumentStart second) findings.Add(YamlProblems.SeveralDocuments(AfterMarker(file, second)));
            return root is YamlScalar { IsNull: true, Text: "" } && dialect == YamlDialect.Ansible ? null : root;
        }
        catch (YamlException problem)
        {
            var explained = tree.ExplainsLine(problem);
            var explanation = explained ? null : YamlSyntax.Explain(file, problem, tree.OpenBracket);
            if (explanation is not null) findings.Add(explanation);
            if (!tree.GaveUp && (explained || YamlSyntax.IsOfOneLine(file, problem)))
                YamlRest.Tell(file, explanation?.Span ?? new SourceSpan(file, (int)problem.Start.Index, 1), dialect, more, findings);
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or IndexOutOfRangeException
            or FormatException or OverflowException)
        {
            // YamlDotNet 16.3 fails this way too, for one where a line after an open bracket looks like a key.
            findings.Add(tree.OpenBracket is { } open ? YamlSyntax.Unclosed(open)
                : YamlSyntax.Lost(new SourceSpan(file, (int)(parser.Current?.End.Index ?? 0), 1)));
        }

        return null;
    }

    /// <summary>Ansible tries JSON first, whatever the file is called: there <c>1e3</c> is a number.</summary>
    private static bool IsJson(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{")) return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static SourceSpan AfterMarker(SourceFile file, DocumentStart start) =>
        new(file, (int)start.Start.Index, Math.Max(1, (int)(start.End.Index - start.Start.Index)));
}
