using System.Text;

namespace LiveMigrationRunbooks.Language.Secrets.Vaults;

/// <summary>A password that may open vaults; <paramref name="Label"/> is the name that <c>label@FILE</c> gave it, or null.</summary>
public sealed record VaultPassword(string? Label, SecretValue Value)
{
    internal byte[] Bytes() => Encoding.UTF8.GetBytes(Value.Reveal());
}

/// <summary>The passwords that were given, in their order.</summary>
public sealed record VaultPasswords(IReadOnlyList<VaultPassword> All)
{
    public static VaultPasswords None { get; } = new([]);

    /// <summary>Those of a vault's own label first; as in Ansible the others are tried too, for labels are only names.</summary>
    public IEnumerable<VaultPassword> For(string? label) => All.OrderBy(password => label is not null && password.Label == label ? 0 : 1);
}
