using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Diagnostics;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>Every code stands in one family, once, and in the list of all codes.</summary>
public sealed partial class DiagnosticsTests
{
    private static readonly IReadOnlyList<(string Code, string Path)> s_literals =
    [
        .. from path in SourceFiles.Of(".cs", "src")
           from Match code in Code().Matches(SourceFiles.Text(path))
           select (code.Groups[1].Value, path),
    ];

    [Fact]
    public void A_code_is_used_once() => Found.Nothing(s_literals.GroupBy(each => each.Code).Where(same => same.Count() > 1)
        .Select(same => $"{same.Key} in {string.Join(", ", same.Select(each => each.Path))}"));

    [Fact]
    public void A_code_stands_in_a_family() => Found.Nothing(
        s_literals.Where(each => !each.Path.EndsWith("Problems.cs", StringComparison.Ordinal)).Select(each => $"{each.Code} in {each.Path}"));

    [Fact]
    public void Every_family_is_marked()
    {
        Assembly[] assemblies = [typeof(Diagnostic).Assembly, Assembly.Load("lmr")];
        Found.Nothing(assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Problems", StringComparison.Ordinal) && type.GetCustomAttribute<ProblemFamilyAttribute>() is null)
            .Where(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Any(method => method.ReturnType == typeof(Diagnostic)))
            .Select(type => type.Name));
    }

    [Fact]
    public void The_list_of_codes_is_complete_and_current()
    {
        Assert.Equal(s_literals.Select(each => each.Code).Order(StringComparer.Ordinal), ProblemSources.All.Select(problem => problem.Code).Order(StringComparer.Ordinal));
        Baseline.Current(Repository.Path("src", "diagnostics.md"), Listing());
    }

    private static string Listing()
    {
        var text = new StringBuilder("""
            # Diagnostics

            Every problem that `lmr` can tell before it asks a host, by its code. A code means one thing and is never used again. `…` stands
            for what the file holds. Generated from the sources by the unit tests: `LMR_ACCEPT=1` writes it anew.

            """);
        foreach (var family in ProblemSources.All.OrderBy(problem => problem.Code, StringComparer.Ordinal).GroupBy(problem => problem.Family))
        {
            text.Append($"\n## {family.Key}\n\n| code | | says | why | what to do |\n|---|---|---|---|---|\n");
            foreach (var problem in family) text.Append($"| {problem.Code} | {problem.Severity} | {Cell(problem.What)} | {Cell(problem.Why)} | {Cell(problem.Fix)} |\n");
        }
        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    [GeneratedRegex("\"(LMR\\d{3,4})\"")]
    private static partial Regex Code();
}
