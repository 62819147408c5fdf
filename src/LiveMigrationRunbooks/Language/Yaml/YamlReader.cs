using System.Text.Json;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Reads one YAML document into a tree that remembers where everything stands. Never throws for what a file holds.</summary>
public static class YamlReader
{
    /// <summary>
    /// The tree, also where some of it was wrong and told so in <paramref name="findings"/>; null where the syntax cannot be followed,
    /// and for an empty file (which is an error in <see cref="YamlDialect.Core"/> and nothing in <see cref="YamlDialect.Ansible"/>).
    /// </summary>
    public static YamlNode? Read(SourceFile file, YamlDialect dialect, Findings findings)
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
            if (!tree.ExplainsLine(problem)) findings.Add(YamlSyntax.Explain(file, problem, tree.OpenBracket));
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
