using System.Security.Cryptography;
using System.Text;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Revisions;

/// <summary>What git says about the files that were read.</summary>
/// <param name="Commit">The commit that is checked out.</param>
/// <param name="IsDirty">Whether one of the files is not byte for byte as it is committed, or is not committed at all.</param>
public sealed record CheckedOut(string Commit, bool IsDirty)
{
    private const int Sha1Digits = 40;

    /// <summary>Null outside of a repository, without git, or where nothing is committed yet. Files outside of the repository do not count.</summary>
    public static async Task<CheckedOut?> OfAsync(string root, IEnumerable<string> files, CancellationToken stop)
    {
        if (!Path.Exists(Path.Combine(root, ".git")) || (await Git.CommitAsync(root, "HEAD", stop)).Id is not { } commit) return null;
        // Links are followed: what counts is the file that was read. One that leads out of the repository is no part of the commit.
        var within = files.Where(file => ReviewedFolder.Holds(root, ReviewedFolder.Real(Path.GetDirectoryName(file) ?? "/") + "/")).Select(ReviewedFolder.Real).ToList();
        if (within.Count == 0) return new CheckedOut(commit, IsDirty: false);
        if (await TreeEntry.AllAsync(root, commit, stop) is not { } entries) return new CheckedOut(commit, IsDirty: true);
        var committed = entries.Where(entry => !entry.IsLink).ToDictionary(entry => entry.Path, entry => entry.Blob, StringComparer.Ordinal);
        return new CheckedOut(commit, within.Exists(file => !committed.TryGetValue(Path.GetRelativePath(root, file), out var blob) || BlobOf(file, blob.Length) != blob));
    }

    // Reckoned here: git status would hand a changed file to the filters that the repository names.
    private static string? BlobOf(string file, int digits)
    {
        try
        {
            var content = File.ReadAllBytes(file);
            byte[] whole = [.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content];
#pragma warning disable CA5350 // git's names for contents, not a proof of anything
            return Convert.ToHexStringLower(digits == Sha1Digits ? SHA1.HashData(whole) : SHA256.HashData(whole));
#pragma warning restore CA5350
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
