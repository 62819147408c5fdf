using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Revisions;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Whether a plan may be applied here: what the repository's limits say, who signed, and what was approved before.</summary>
internal sealed class Permission
{
    public const string Within = "--within";

    private readonly Option<string?> _within = new(Within) { Description = "A plan that was approved: plan again now, and apply only what is inside of it." };

    private readonly Option<string?> _signers = new("--signers") { Description = "The plan must be signed by somebody in this file of allowed signers, see ssh-keygen(1)." };

    public void AddTo(System.CommandLine.Command command)
    {
        command.Options.Add(_within);
        command.Options.Add(_signers);
    }

    public bool IsWithin(ParseResult parse) => parse.GetValue(_within) is not null;

    /// <summary>The plan of <c>--within</c>, read before a host is asked; false where it cannot be used, which has been printed.</summary>
    public bool TryApproved(ParseResult parse, bool json, out SavedPlan? approved)
    {
        approved = null;
        if (parse.GetValue(_within) is not { } path) return true;
        var findings = new Findings();
        approved = SavedPlan.Read(path, findings);
        approved?.CheckTime(path, TimeProvider.System.GetUtcNow(), findings);
        DiagnosticsView.Print(findings, json);
        return !findings.HasErrors;
    }

    /// <summary>Everything that stands against it, at once; none where it may be applied.</summary>
    /// <param name="onDisk">The plan file that is applied, or the one that it stays within; null where there is neither.</param>
    public async Task<(ValueList<Breach> Breaches, string? SignedBy)> OfAsync(ParseResult parse, Loaded loaded, Plan plan, SavedPlan? onDisk, CancellationToken stop)
    {
        var limits = loaded.Limits;
        var (signature, signer) = await SignatureAsync(limits, parse.GetValue(_signers), onDisk, stop);
        return ([
            .. Limited(limits, plan),
            .. signature,
            .. onDisk is { } approved && IsWithin(parse) ? Outside.Of(approved.Plan, plan) : [],
        ], signer);
    }

    /// <summary>What stands against going on with a run: the limits as they are now. Who signed its plan was asked when it began.</summary>
    /// <param name="plan">The run's own, or the one that is made of its hosts now.</param>
    public static ValueList<Breach> ToGoOn(Loaded loaded, Plan plan)
    {
        var now = loaded.Limits is { RequiresCleanCommit: true } ? plan with { Source = loaded.Source(TimeProvider.System.GetUtcNow()) } : plan;
        return [.. Limited(loaded.Limits, now), .. loaded.Limits is { RequiresSignature: true } && plan.SignedBy is null ? [Unsigned] : ValueList<Breach>.Empty];
    }

    private static Breach Unsigned { get; } = new("signature.missing", "only a signed plan may be applied here.", "Make one with 'lmr plan -o FILE --sign KEY', then 'lmr apply FILE', or 'lmr apply RUNBOOK --within FILE'.");

    private static ValueList<Breach> Limited(Envelope? limits, Plan plan) =>
    [
        .. limits is null ? [] : Limits.Of(limits, plan),
        .. limits is { RequiresCleanCommit: true } && NotCommitted(limits, plan) is { } dirty ? [dirty] : ValueList<Breach>.Empty,
    ];

    private static Breach? NotCommitted(Envelope limits, Plan plan) => plan.Source?.Commit switch
    {
        { IsDirty: false } => null,
        { } dirty => new Breach("envelope.not_committed", $"files that were read are not as they are in the commit {dirty.Id}; {limits.Path} requires that (require_clean_commit).", "Commit them, and let the commit be reviewed."),
        null => new Breach("envelope.not_committed", $"git knows no commit here; {limits.Path} requires one (require_clean_commit).", "Apply from a checkout of the repository."),
    };

    private static async Task<(ValueList<Breach> Breaches, string? Signer)> SignatureAsync(Envelope? limits, string? signers, SavedPlan? onDisk, CancellationToken stop)
    {
        // A list that is given beside the repository's own never loosens it: the signer must be in both.
        string[] lists = [.. new[] { limits?.Signers, signers }.OfType<string>()];
        var required = signers is not null || limits is { RequiresSignature: true };
        if (onDisk is null)
            return (required ? [Unsigned] : [], null);
        var (plan, bytes) = onDisk.File;
        var path = PlanSignature.PathOf(plan);
        if (!required && (lists.Length == 0 || !Path.Exists(path))) return ([], null);
        string? signer = null;
        foreach (var list in lists)
        {
            switch (await PlanSignature.CheckAsync(bytes, path, list, stop))
            {
                case SignatureReading.Bad bad: return ([new Breach(bad.Reason, $"'{plan}': {bad.Why}", "Let one of the signers sign it: lmr plan -o FILE --sign KEY.")], null);
                case SignatureReading.Good good: signer ??= $"{good.Signer} ({good.Key})"; break;
            }
        }
        return ([], signer);
    }
}
