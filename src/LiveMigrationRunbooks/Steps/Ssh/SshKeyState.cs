namespace LiveMigrationRunbooks.Steps.Ssh;

/// <summary>A key pair on a host; of its private half nothing but whose it is and who may read it.</summary>
/// <param name="Type">As the key calls itself, <c>ssh-ed25519</c>; of one that is still to be made, what ssh-keygen is asked for.</param>
/// <param name="Public">The public half in base64; empty for a key that is still to be made, which any key of its type then is.</param>
/// <param name="Bits">Of an RSA key; 0 for the others.</param>
/// <param name="Beside">Whether the public half lies beside the private one.</param>
public sealed record SshKeyState(string Type, string Public, int Bits, string Comment, string Mode, string Owner, bool Beside)
{
    internal string Shown => Public.Length == 0 ? "a new key" : new PublicKey(Type, Public, Comment).Fingerprint;
}
