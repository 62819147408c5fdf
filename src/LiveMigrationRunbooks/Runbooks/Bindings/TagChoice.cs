using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// The steps that <c>--tags</c> and <c>--skip-tags</c> choose, by the rules that Ansible's users know: a step has the tags of all that it is
/// in; <c>always</c> is left out only by name, <c>never</c> comes only by one of its tags; <c>all</c>, <c>tagged</c> and <c>untagged</c> may be named.
/// </summary>
public sealed record TagChoice(IReadOnlyList<string> Only, IReadOnlyList<string> Skip)
{
    private static readonly string[] s_special = ["all", "always", "never", "tagged", "untagged"];

    public static TagChoice Everything { get; } = new([], []);

    /// <summary>Whether it could leave anything out, but for steps that say so themselves.</summary>
    public bool IsEverything => Only.Count == 0 && Skip.Count == 0;

    /// <summary>From options that may be given again and may hold several tags with commas.</summary>
    public static TagChoice Of(IEnumerable<string> only, IEnumerable<string> skip) => new(Words(only), Words(skip));

    public bool Takes(IReadOnlySet<string> tags)
    {
        var never = tags.Contains("never");
        var chosen = Only.Count == 0 ? !never
            : tags.Contains("always") || Only.Any(tags.Contains) || (Only.Contains("all") && !never) || (Only.Contains("tagged") && tags.Count > 0 && !never)
                || (Only.Contains("untagged") && tags.Count == 0);
        if (!chosen || Skip.Count == 0) return chosen;
        if (Skip.Any(tags.Contains) || (Skip.Contains("tagged") && tags.Count > 0) || (Skip.Contains("untagged") && tags.Count == 0)) return false;
        return !Skip.Contains("all") || tags.Contains("always");
    }

    /// <summary>Tells every tag that nothing has.</summary>
    internal void Check(IReadOnlySet<string> known, Findings findings)
    {
        IReadOnlyList<string> names = [.. known.Order(StringComparer.Ordinal)];
        foreach (var tag in Only.Where(tag => !known.Contains(tag) && !s_special.Contains(tag))) findings.Add(StructureProblems.UnknownTag("--tags", tag, names));
        foreach (var tag in Skip.Where(tag => !known.Contains(tag) && !s_special.Contains(tag))) findings.Add(StructureProblems.UnknownTag("--skip-tags", tag, names));
    }

    public override string ToString() => string.Join(' ', new[] { Only.Count > 0 ? $"--tags {string.Join(',', Only)}" : "", Skip.Count > 0 ? $"--skip-tags {string.Join(',', Skip)}" : "" }.Where(part => part.Length > 0));

    private static IReadOnlyList<string> Words(IEnumerable<string> options) =>
        [.. options.SelectMany(option => option.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];
}
