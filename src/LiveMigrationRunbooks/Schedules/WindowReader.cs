using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Schedules;

/// <summary>Makes a window of what is written; every part that is wrong is told.</summary>
public static partial class WindowReader
{
    /// <summary>Null where something is wrong.</summary>
    public static Window? Read(WindowForm form, Findings findings)
    {
        var own = new Findings();
        var zone = Zone(form.Zone, own);
        if (form.Allow is { Count: 0 }) own.Add(WindowProblems.NeverOpens(form.Span));
        var rules = (form.Allow ?? []).Select(rule => Rule(rule, own)).OfType<WindowRule>().ToValueList();
        var blackouts = (form.Blackout ?? []).Select(blackout => Blackout(blackout, own)).OfType<Blackout>().ToValueList();
        foreach (var problem in own.Sorted) findings.Add(problem);
        return own.HasErrors || zone is null ? null : new Window(zone, rules, blackouts);
    }

    // The system looks a zone up as a file: what is no name of one is not looked up.
    private static TimeZoneInfo? Zone(Placed<string> name, Findings findings)
    {
        // One that was found before is found in any case; a runbook's meaning must not depend on that.
        if (ZoneName().IsMatch(name.Value) && TimeZoneInfo.TryFindSystemTimeZoneById(name.Value, out var zone) && zone.Id == name.Value) return zone;
        findings.Add(WindowProblems.UnknownZone(name, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id)));
        return null;
    }

    private static WindowRule? Rule(Placed<string> text, Findings findings)
    {
        if (WindowRule.Parse(text.Value, out var problem, out var unknownDay) is { } rule) return rule;
        findings.Add(WindowProblems.WrongRule(text, problem, unknownDay));
        return null;
    }

    private static Blackout? Blackout(BlackoutForm form, Findings findings)
    {
        var from = Day(form.From, findings);
        var to = form.To is null ? from : Day(form.To, findings);
        if (from is not { } first || to is not { } last) return null;
        if (last < first) findings.Add(WindowProblems.EndsBeforeItBegins(form.To ?? form.From, first));
        return new Blackout(first, last, form.Reason);
    }

    private static DateOnly? Day(Placed<string> text, Findings findings)
    {
        if (DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", out var day) && day < DateOnly.MaxValue) return day;
        findings.Add(WindowProblems.NotADay(text));
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}\z")]
    private static partial Regex ZoneName();
}
