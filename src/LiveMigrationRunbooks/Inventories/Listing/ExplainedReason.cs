namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>Says in a sentence why the first of a variable's settings wins over the second.</summary>
internal static class ExplainedReason
{
    public static string Of(IReadOnlyList<ExplainedSetting> settings)
    {
        var winner = settings[0];
        if (winner.Value is null)
            return $"The runbook's {winner.Owner} has no value before -e gives one{(settings.Count > 1 ? ", and hides what is set below" : "")}.";
        if (settings.Count == 1) return winner.Layer == ExplainedLayer.BuiltIn ? "lmr sets it itself." : "Nothing else sets it.";
        var second = settings[1];
        return winner.Layer != second.Layer ? OfLayers(winner, second)
            : winner.Layer == ExplainedLayer.Group && winner.Owner != second.Owner ? OfGroups(winner, second)
            : winner.Layer is ExplainedLayer.All or ExplainedLayer.Group or ExplainedLayer.Host ? OfOneOwner(winner, second)
            : "Of two in one layer the later one wins.";
    }

    private static string OfLayers(ExplainedSetting winner, ExplainedSetting second) => winner.Layer switch
    {
        ExplainedLayer.ExtraVars => "What -e sets wins over everything else.",
        ExplainedLayer.Runbook => $"What the runbook sets ({winner.Owner}) wins over the inventory.",
        ExplainedLayer.BuiltIn => "lmr sets it itself; an inventory cannot.",
        ExplainedLayer.Host => "What is set for the host wins over what its groups set.",
        _ => $"Any group wins over '{second.Owner}'.",
    };

    private static string OfGroups(ExplainedSetting winner, ExplainedSetting second)
    {
        if (winner.Depth != second.Depth)
            return $"{winner.Owner} lies deeper (depth {winner.Depth}) than {second.Owner} (depth {second.Depth}); the deeper group wins.";
        if (winner.Priority != second.Priority)
            return $"{winner.Owner} and {second.Owner} both have depth {winner.Depth}; the higher ansible_group_priority wins ({winner.Priority} over {second.Priority}).";
        return second.Conflicts
            ? $"{winner.Owner} and {second.Owner} have the same depth and priority; Ansible takes the name that sorts last. A runbook that uses it is refused."
            : $"{winner.Owner} and {second.Owner} have the same depth and priority, and agree.";
    }

    private static string OfOneOwner(ExplainedSetting winner, ExplainedSetting second)
    {
        if (second.Conflicts) return $"{winner.Owner} has two values in one file; the last is taken, and a runbook that uses it is refused.";
        return $"Both are set for {winner.Owner}; what is read later wins: first the inventories as given with -i, then group_vars/ and host_vars/.";
    }
}
