using System.Security.Cryptography;

namespace LiveMigrationRunbooks.Journals;

/// <summary>Ids of runs: the time in UTC, so that they sort, and four random letters, so that two controllers do not meet.</summary>
public static class RunId
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static string New(TimeProvider time) => $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetString(Letters, 4)}";
}
