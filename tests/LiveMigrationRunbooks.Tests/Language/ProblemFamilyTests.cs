using System.Reflection;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Diagnostics;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed partial class ProblemFamilyTests
{
    [Fact]
    public void Every_code_stands_in_one_place_and_in_a_family()
    {
        var places = Directory.EnumerateFiles(Repository.Path("src", "LiveMigrationRunbooks"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => (Code: match.Value, File: Path.GetFileName(file))))
            .ToList();
        Assert.Empty(places.GroupBy(place => place.Code).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(place => place.File))}"));
        Assert.All(places, place => Assert.EndsWith("Problems.cs", place.File, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_method_of_a_family_makes_a_diagnostic()
    {
        var families = typeof(Diagnostic).Assembly.GetTypes().Where(type => type.GetCustomAttribute<ProblemFamilyAttribute>() is not null).ToList();
        Assert.NotEmpty(families);
        var strange = families.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)).Where(method => method.ReturnType != typeof(Diagnostic));
        Assert.Empty(strange.Select(method => $"{method.DeclaringType?.Name}.{method.Name}"));
    }

    [GeneratedRegex("\"LMR[0-9]{3,4}\"")]
    private static partial Regex Code();
}
