using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Evaluator
{
    // What the template itself gave values, if it did.
    private Dictionary<string, Datum?>? _own;

    /// <summary>Every name must exist, also where no way leads to it today.</summary>
    private void Check(IReadOnlyList<Use> uses)
    {
        foreach (var use in uses)
        {
            if (use.IsOptional || scope.Declares(use.Path.Root)) continue;
            var (name, span) = (use.Path.Root, place.Of(use.Start, Math.Min(use.Length, use.Path.Root.Length)));
            _problems.Add(use.IsSetBefore ? ExpressionProblems.NotAlwaysSet(span, name)
                : ExpressionProblems.UndefinedName(span, name, scope.Names.Where(known => known != name)));
        }
    }

    /// <summary>
    /// Follows members; where <paramref name="optional"/> a missing one is null instead of an error. A value that is known in part is
    /// known only to who looks past it (<paramref name="further"/>).
    /// </summary>
    private Datum? Look(Syntax syntax, bool optional, bool further = false)
    {
        if (syntax.Path is { } path && _own?.ContainsKey(path.Root) is not true && scope.Find(path.Root) is { } declared)
        {
            if (declared.At(path.Text) is { } unknown) return new Pending([path.Text], unknown.KindOf(path.Text));
            if (!further && declared.HoldsUnknownBelow(path.Text)) return new Pending([path.Text], DatumKind.Map);
        }

        return syntax switch
        {
            NameSyntax name => Named(name, optional),
            MemberSyntax member => Member(member, optional),
            IndexSyntax index => Entry(index, optional),
            GroupSyntax group => Look(group.Inner, optional, further),
            _ => Value(syntax, optional),
        };
    }

    private Datum? Named(NameSyntax name, bool optional)
    {
        if (_own is not null && _own.TryGetValue(name.Name, out var own)) return own;
        if (scope.Find(name.Name) is { } declared) return declared.Value ?? new Pending([name.Name], DatumKind.Map);
        // Without a value and not optional, it was told when the names were checked.
        return optional ? Datum.Null : null;
    }

    private Datum? Member(MemberSyntax member, bool optional)
    {
        var lenient = optional || member.IsGuarded;
        return Look(member.Target, lenient, further: true) is { } target
            ? Member(target, member.Target, member.Name, () => place.Of(member.NameStart, member.Name.Length), lenient) : null;
    }

    private Datum? Member(Datum target, Syntax from, string name, Func<SourceSpan> span, bool optional) => target switch
    {
        Pending pending => MemberOfPending(pending, from, name),
        DatumMap map when map.Entries.TryGetValue(name, out var value) => value,
        DatumMap map => Absent(optional, () =>
            ExpressionProblems.NoMember(span(), $"'{from.Path?.Text ?? "the map"}'", name, map.Entries.Keys)),
        DatumList list when name == "size" => new DatumInteger(list.Items.Count),
        DatumText text when name == "size" => new DatumInteger(text.Value.Length),
        DatumDate date when DateParts.Names.Contains(name) => DateParts.Of(date.Value, name),
        DatumNull when optional => Datum.Null,
        DatumSecret => Problem(SecretProblems.NotComputed(At(from))),
        _ => Problem(ExpressionProblems.WrongKind(At(from), "A map", target, "Only maps have members.")),
    };

    // Its own kind has done its work here: what a member is, it does not say.
    private Datum? MemberOfPending(Pending pending, Syntax from, string name) => pending.Expected switch
    {
        DatumKind.List or DatumKind.Text when name == "size" => pending with { Expected = DatumKind.Integer },
        null or DatumKind.Map or DatumKind.Null or DatumKind.Date => pending with { Expected = null },
        _ => Problem(ExpressionProblems.WrongKind(At(from), "A map", pending, "Only maps have members.")),
    };

    private Datum? Entry(IndexSyntax index, bool optional)
    {
        var (target, key) = (Look(index.Target, optional, further: true), Value(index.Index));
        if (target is null || key is null) return null;
        if (target is DatumSecret || key is DatumSecret) return Problem(SecretProblems.NotComputed(At(target is DatumSecret ? index.Target : index.Index)));
        if (target is Pending || key is Pending) return Pending.From(null, target, key);
        return (target, key) switch
        {
            (DatumMap, DatumText name) => Member(target, index.Target, name.Value, () => At(index.Index), optional),
            (DatumList list, DatumInteger number) => Item(index, list.Items, number.Value, optional),
            (DatumNull, _) when optional => Datum.Null,
            (DatumMap, _) => Problem(ExpressionProblems.WrongKind(At(index.Index), "A text", key, "Maps are indexed by names in quotes.")),
            (DatumList, _) => Problem(ExpressionProblems.WrongKind(At(index.Index), "An integer", key,
                "Lists are indexed by numbers, from 0.")),
            _ => Problem(ExpressionProblems.WrongKind(At(index.Target), "A list or a map", target, "Only lists and maps have entries.")),
        };
    }

    // As in Scriban, [-1] is the last one.
    private Datum? Item(IndexSyntax index, IReadOnlyList<Datum> items, long number, bool optional)
    {
        var at = number < 0 ? items.Count + number : number;
        return at >= 0 && at < items.Count ? items[(int)at]
            : Absent(optional, () => ExpressionProblems.OutOfList(At(index.Index), number, items.Count));
    }

    private Datum? Absent(bool optional, Func<Diagnostic> problem) => optional ? Datum.Null : Problem(problem());
}
