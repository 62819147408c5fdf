namespace LiveMigrationRunbooks.Steps.Storage;

/// <summary>A file of Ceph's client.</summary>
/// <param name="Access">Mode and owner, as <c>600 0:0</c>.</param>
/// <param name="Digest">Of a conf its SHA-256; of a keyring a digest of the user's key that the host made with a key of its own, empty where it has none for him.</param>
public sealed record CephFile(string Access, string Digest);

/// <summary>A pool that answers, or the files by which it is reached; those that the step does not keep are null, as are those that are not there.</summary>
/// <param name="Pool">The pool that answers; empty for files.</param>
public sealed record CephState(string Pool, CephFile? Conf = null, CephFile? Keyring = null);
