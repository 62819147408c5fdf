using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Tells secrets that stand in the open, and references to secrets that are wrong.</summary>
internal static class SecretLook
{
    // A literal on the command line is seen by everyone who may list processes, as one in a file is by everyone who reads it.
    public static void At(string name, YamlNode value, bool inFile, Findings findings)
    {
        foreach (var problem in SecretForm.Problems(value)) findings.Add(problem);
        if (!SecretLiteral.In(name, value).Any()) return;
        findings.Add(SecretProblems.Literal(inFile ? value.Span : null, name, inFile ? $"{value.Span.File.Path}:{value.Span.Line}" : "the command line"));
    }
}
