using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>Explanations for people.</summary>
public static class ExplanationText
{
    private const int LongValue = 60;

    /// <summary>Every variable of the host with the value that won and where it comes from.</summary>
    public static string Of(Explanation explanation, int width)
    {
        var text = new StringBuilder();
        Sentence(text, "", $"Variables of {explanation.Host}, which is in {string.Join(", ", explanation.Groups)}:", width);
        var table = new TextTable(new TextColumn(""), new("NAME"), new("VALUE", Wraps: true), new("FROM", Wraps: true));
        foreach (var variable in explanation.Variables.Values)
        {
            var winner = variable.Winner;
            var value = width == int.MaxValue ? winner.Text : ValueText.Cut(winner.Text, LongValue);
            table.Add(variable.IsUsable ? "" : "!", variable.Name, value, From(winner));
        }

        table.AppendTo(text.Append('\n'), width);
        var unusable = explanation.Variables.Values.Where(variable => !variable.IsUsable).Select(variable => variable.Name).ToList();
        if (unusable.Count > 0)
            Sentence(text.Append('\n'), "", $"A runbook that uses one marked ! is refused; see why with: lmr inventory explain {explanation.Host} {unusable[0]}", width);
        return text.ToString();
    }

    /// <summary>One variable with every place that sets it.</summary>
    public static string Of(Explanation explanation, ExplainedVariable variable, int width)
    {
        var text = new StringBuilder();
        Sentence(text, "", $"{variable.Name} on {explanation.Host}: {variable.Winner.Text}", width);
        var table = new TextTable(new TextColumn(""), new("LAYER"), new("SET BY", Wraps: true), new("AT", Wraps: true), new("VALUE", Wraps: true));
        foreach (var setting in variable.Settings)
            table.Add(ReferenceEquals(setting, variable.Winner) ? "*" : setting.Conflicts ? "!" : "", setting.LayerWord, SetBy(setting),
                setting.Layer == ExplainedLayer.BuiltIn ? "" : setting.Place, setting.Text);
        table.AppendTo(text.Append('\n'), width, "  ");
        Sentence(text.Append('\n'), "* ", variable.Why, width);
        foreach (var problem in variable.Problems)
            Sentence(text, "", $"{(problem.Severity == Severity.Error ? "! Not usable" : "Warning")}, {problem.Code}: {problem.What} {problem.Why} {problem.Fix}", width);
        return text.ToString();
    }

    private static string From(ExplainedSetting setting) => setting.Layer switch
    {
        ExplainedLayer.BuiltIn => "built-in",
        ExplainedLayer.ExtraVars => setting.Place,
        ExplainedLayer.All => $"all, {setting.Place}",
        _ => $"{setting.LayerWord} {setting.Owner}, {setting.Place}",
    };

    private static string SetBy(ExplainedSetting setting) => setting.Depth is null ? setting.Owner
        : $"{setting.Owner} (depth {setting.Depth}{(setting.Priority is 1 ? "" : $", priority {setting.Priority}")})";

    private static void Sentence(StringBuilder text, string mark, string sentence, int width)
    {
        var indent = Math.Max(2, mark.Length);
        var lines = TextTable.Wrap(sentence, Math.Max(20, width - indent));
        text.Append(mark).AppendJoin("\n" + new string(' ', indent), lines).Append('\n');
    }
}
