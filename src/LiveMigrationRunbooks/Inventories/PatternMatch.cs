using System.Globalization;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Finds the hosts that one term of a pattern means.</summary>
internal sealed partial class PatternMatch(Inventory inventory, Findings findings, int files = 0)
{
    private const int MaximumFiles = 8;

    /// <summary>Unites, then intersects, then excludes; terms that only take away take away from all hosts. In inventory order.</summary>
    public IReadOnlyList<InventoryHost> All(IReadOnlyList<PatternTerm> terms)
    {
        if (terms.Count == 0) return [];
        var chosen = new HashSet<InventoryHost>();
        foreach (var term in terms.Where(term => term.Role == PatternRole.Union)) chosen.UnionWith(Hosts(term));
        if (terms.All(term => term.Role != PatternRole.Union)) chosen.UnionWith(inventory.Hosts);
        foreach (var term in terms.Where(term => term.Role == PatternRole.Intersection)) chosen.IntersectWith(Hosts(term));
        foreach (var term in terms.Where(term => term.Role == PatternRole.Exclusion)) chosen.ExceptWith(Hosts(term));
        return [.. chosen.OrderBy(host => host.Position)];
    }

    private IReadOnlyList<InventoryHost> Hosts(PatternTerm term)
    {
        if (term.Text[0] == '@') return InFile(term);
        if (term.Text[0] == '~') return ByExpression(term, "^(?:" + term.Text[1..] + ")", term.Text[1..]);
        if (Slice().Match(term.Text) is { Success: true } slice) return Sliced(term, slice);
        return term.Text.AsSpan().IndexOfAny('*', '?', '[') < 0 ? ByName(term) : ByExpression(term, Glob(term.Text), term.Text);
    }

    private IReadOnlyList<InventoryHost> InFile(PatternTerm term)
    {
        if (files == MaximumFiles) findings.Add(PatternProblems.TooManyFiles(term.Span, MaximumFiles));
        if (files == MaximumFiles || Read(term.Text[1..], term.Span) is not { } file) return [];
        return new PatternMatch(inventory, findings, files + 1).All([.. PatternTerms.Of(file, findings)]);
    }

    // A pattern of the command line stands in no file.
    private SourceFile? Read(string path, SourceSpan? named) => named is null
        ? SourceFile.ReadGiven(path, findings) : SourceFile.ReadWithin(ReviewedFolder.Of(named.File.Path), path, named, findings);

    private IReadOnlyList<InventoryHost> ByName(PatternTerm term)
    {
        if (inventory.Groups.TryGetValue(term.Text, out var group)) return group.Hosts;
        if (inventory.Host(term.Text) is { } host) return [host];
        findings.Add(PatternProblems.UnknownName(term.Span, term.Text,
            inventory.Groups.Keys.Concat(inventory.Hosts.Select(known => known.Name))));
        return [];
    }

    /// <summary>A glob or expression means groups and hosts alike.</summary>
    private IReadOnlyList<InventoryHost> ByExpression(PatternTerm term, string expression, string written)
    {
        Regex regex;
        try
        {
            // Linear time whatever the pattern: it may come from a file under review.
            regex = new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            findings.Add(PatternProblems.BadExpression(term.Span, written, problem.Message));
            return [];
        }

        var hosts = inventory.Groups.Values.Where(group => regex.IsMatch(group.Name)).SelectMany(group => group.Hosts)
            .Concat(inventory.Hosts.Where(host => regex.IsMatch(host.Name)))
            .Distinct().OrderBy(host => host.Position).ToList();
        if (hosts.Count == 0) findings.Add(PatternProblems.NothingMatched(term.Span, term.Text));
        return hosts;
    }

    private IReadOnlyList<InventoryHost> Sliced(PatternTerm term, Match slice)
    {
        var before = new Findings();
        var hosts = new PatternMatch(inventory, before, files).Hosts(term with { Text = slice.Groups["of"].Value });
        foreach (var diagnostic in before.Sorted) findings.Add(diagnostic);
        if (before.HasErrors) return [];
        int from, to;
        if (slice.Groups["one"].Success)
        {
            from = Number(slice.Groups["one"].Value, 0);
            from = to = from < 0 ? hosts.Count + from : from;
        }
        else
        {
            from = Number(slice.Groups["from"].Value, 0);
            to = Math.Min(Number(slice.Groups["to"].Value, hosts.Count - 1), hosts.Count - 1);
        }

        if (from >= 0 && from <= to && from < hosts.Count) return [.. hosts.Skip(from).Take(to - from + 1)];
        findings.Add(PatternProblems.BadSlice(term.Span, term.Text, hosts.Count));
        return [];
    }

    private static int Number(string text, int otherwise) =>
        text.Length == 0 ? otherwise : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : int.MaxValue;

    /// <summary>fnmatch: <c>*</c>, <c>?</c>, <c>[abc]</c> and <c>[!abc]</c>.</summary>
    private static string Glob(string glob) => "^" + GlobParts().Replace(glob, part => part.Value switch
    {
        "*" => ".*",
        "?" => ".",
        ['[', '!', .. var letters] => "[^" + Regex.Escape(letters[..^1]) + "]",
        ['[', .. var letters, ']'] =>
            "[" + letters.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("^", "\\^", StringComparison.Ordinal) + "]",
        var other => Regex.Escape(other),
    }) + @"\z";

    [GeneratedRegex(@"^(?<of>.+)\[(?:(?<one>-?[0-9]+)|(?<from>[0-9]*)[:-](?<to>[0-9]*))\]\z")]
    private static partial Regex Slice();

    [GeneratedRegex(@"\[[^\]]+\]|[*?]|[^*?\[]+|\[")]
    private static partial Regex GlobParts();
}
