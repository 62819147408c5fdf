using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Revisions;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Signs a plan that has just been saved; the signature lies beside it.</summary>
internal static class PlanSigning
{
    /// <summary>False where it could not be signed, which has been said; the plan stays, unsigned.</summary>
    public static async Task<bool> SignAsync(string plan, string key, CancellationToken stop)
    {
        var path = PlanSignature.PathOf(plan);
        try
        {
            var (text, why) = await PlanSignature.MakeAsync(await File.ReadAllBytesAsync(plan, stop), key, stop);
            if (text is null) return NotSigned(why);
            await File.WriteAllTextAsync(path, text, stop);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return NotSigned(problem.Message);
        }
        Say.Progress($"Signed: {path}");
        return true;

        bool NotSigned(string why)
        {
            Say.Refused("plan.not_signed", DiagnosticText.Safe($"'{plan}' is saved, but '{key}' did not sign it: {why}."));
            return false;
        }
    }
}
