using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Tests.Rooms;
using LiveMigrationRunbooks.Tests.Steps;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>
/// A line of a runbook that uses a kind: one of a runbook that ships, else the arguments of one of its fixtures that is sound. Where
/// <paramref name="Runbook"/> is null, <paramref name="Fixture"/> is the fixture.
/// </summary>
internal sealed record StepExample(string Line, string? Runbook, StepFixture? Fixture)
{
    /// <summary>Null where a kind has none, which fails a test.</summary>
    public static StepExample? Of(StepKind kind) => Shipped(kind) ?? Tested(kind);

    private static StepExample? Shipped(StepKind kind) =>
        (from path in ShippedFile.Of("runbook").Select(file => file.Path)
         from line in SourceFiles.Text(path).Split('\n').Select(line => line.Trim().TrimStart('-').Trim())
         where line.StartsWith(kind.Name + ": ", StringComparison.Ordinal)
         select new StepExample(line, path, null)).FirstOrDefault();

    private static StepExample? Tested(StepKind kind) =>
        (from name in StepFixture.Names.Where(name => Path.GetDirectoryName(name) == kind.Name)
         let fixture = StepFixture.Load(name)
         where (fixture.Expected.Contains(" -> ", StringComparison.Ordinal) || fixture.Expected.StartsWith("passed: ", StringComparison.Ordinal) || fixture.Expected.StartsWith("runs: ", StringComparison.Ordinal)) && fixture.Bind(new Findings()) is not null
         from line in File.ReadLines(fixture.Path)
         where line.StartsWith("args: {", StringComparison.Ordinal)
         select new StepExample(kind.Name + line["args".Length..], null, fixture)).FirstOrDefault();
}
