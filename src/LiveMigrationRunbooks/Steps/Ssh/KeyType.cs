namespace LiveMigrationRunbooks.Steps.Ssh;

/// <summary>The sorts of keys that ssh-keygen makes without a device.</summary>
public enum KeyType
{
    Ed25519,
    Ecdsa,
    Rsa,
}

/// <summary>Words of key types.</summary>
internal static class KeyTypes
{
    /// <summary>As <c>ssh-keygen -t</c> takes it.</summary>
    public static string Word(KeyType type) => type.ToString().ToLowerInvariant();

    /// <summary>Whether a key that says this of itself is of the type: <c>ecdsa-sha2-nistp256</c> is <c>ecdsa</c>.</summary>
    public static bool Is(KeyType type, string name) => type switch
    {
        KeyType.Ed25519 => name == "ssh-ed25519",
        KeyType.Rsa => name == "ssh-rsa",
        _ => name.StartsWith("ecdsa-sha2-", StringComparison.Ordinal),
    };

    /// <summary>Where root keeps one of this type.</summary>
    public static string PathOf(KeyType type) => $"/root/.ssh/id_{Word(type)}";
}
