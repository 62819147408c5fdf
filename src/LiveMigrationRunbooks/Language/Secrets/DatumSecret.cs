using LiveMigrationRunbooks.Language.Expressions;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>
/// A secret among the values of expressions. It may stand alone or inside of a text; it is never compared, indexed, computed with or given
/// to a function, because each of these would tell something about it.
/// </summary>
public sealed record DatumSecret(SecretText Secret) : Datum
{
    public override DatumKind Is => DatumKind.Secret;

    // Only messages ask for it; a text is put together from the parts of Secret.
    public override string Text => "secret";

    /// <summary>Whether a value is a secret or holds one at any depth.</summary>
    public static bool IsIn(Datum value) => value switch
    {
        DatumSecret => true,
        DatumList list => list.Items.Any(IsIn),
        DatumMap map => map.Entries.Values.Any(IsIn),
        _ => false,
    };
}
