using LiveMigrationRunbooks.Language.Expressions;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Numbers for values, so that what was worked out for one host is found again for all hosts of the same values.</summary>
internal sealed class ValueIds
{
    private readonly Dictionary<(Datum Value, string Against), int> _known = [];

    public int Of(Datum? value, string against)
    {
        var key = (value ?? Datum.Null, value is null ? "?" + against : against);
        if (!_known.TryGetValue(key, out var id)) _known[key] = id = _known.Count;
        return id;
    }
}
