using System.CommandLine;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Revisions;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Cli;

/// <summary>A plan as it lies on the disk: its signature is about these bytes.</summary>
internal sealed record PlanOnDisk(string Path, ReadOnlyMemory<byte> Bytes, Plan Plan);

/// <summary>Whether a plan may be applied here: what the repository's limits say, who signed, and what was approved before.</summary>
internal sealed class Permission
{
    private const int MostBytes = 64 << 20;

    private readonly Option<string?> _within = new("--within") { Description = "A plan that was approved: plan again now, and apply only what is inside of it." };

    private readonly Option<string?> _signers = new("--signers") { Description = "The plan must be signed by somebody in this file of allowed signers, see ssh-keygen(1)." };

    public void AddTo(System.CommandLine.Command command)
    {
        command.Options.Add(_within);
        command.Options.Add(_signers);
    }

    /// <summary>The plan of <c>--within</c>, read before a host is asked; a breach where it cannot be.</summary>
    public (PlanOnDisk? Approved, Breach? Breach) Approved(ParseResult parse)
    {
        if (parse.GetValue(_within) is not { } path) return (null, null);
        var file = RegularFile.Read(path, MostBytes);
        if (file.Refusal != FileRefusal.None) return (null, new Breach("plan.unreadable", $"'{path}' cannot be read. {file.Why}", "Name the plan that was approved."));
        return PlanFile.Read(Encoding.UTF8.GetString(file.Bytes.Span)) is { } plan
            ? (new PlanOnDisk(path, file.Bytes, plan), null)
            : (null, new Breach("plan.unreadable", $"'{path}' is no plan of this version.", "Name what 'lmr plan -o FILE' wrote."));
    }

    /// <summary>Everything that stands against it, at once; none where it may be applied.</summary>
    /// <param name="onDisk">The plan file that is applied, or the one that it stays within; null where there is neither.</param>
    public async Task<(ValueList<Breach> Breaches, string? SignedBy)> OfAsync(ParseResult parse, Loaded loaded, Plan plan, PlanOnDisk? onDisk, CancellationToken stop)
    {
        var limits = loaded.Limits;
        var (signature, signer) = await SignatureAsync(limits, parse.GetValue(_signers), onDisk, stop);
        return ([
            .. limits is null ? [] : Limits.Of(limits, plan),
            .. limits is { RequiresCleanCommit: true } && NotCommitted(limits, plan) is { } dirty ? [dirty] : ValueList<Breach>.Empty,
            .. signature,
            .. onDisk is { } approved && approved.Path == parse.GetValue(_within) ? Within(approved, plan) : [],
        ], signer);
    }

    private static IEnumerable<Breach> Within(PlanOnDisk approved, Plan plan)
    {
        if (approved.Plan.Source?.ValidUntil is { } until && TimeProvider.System.GetUtcNow() > until)
            yield return new Breach("plan.expired", $"'{approved.Path}' was approved until {until:yyyy-MM-dd HH:mm:ss} UTC.", "Plan it anew, and let that plan be approved.");
        foreach (var breach in Outside.Of(approved.Plan, plan)) yield return breach;
    }

    private static Breach? NotCommitted(Envelope limits, Plan plan) => plan.Source?.Commit switch
    {
        { IsDirty: false } => null,
        { } dirty => new Breach("envelope.not_committed", $"files that were read are not as they are in the commit {dirty.Id}; {limits.Path} requires that (require_clean_commit).", "Commit them, and let the commit be reviewed."),
        null => new Breach("envelope.not_committed", $"git knows no commit here; {limits.Path} requires one (require_clean_commit).", "Apply from a checkout of the repository."),
    };

    private static async Task<(ValueList<Breach> Breaches, string? Signer)> SignatureAsync(Envelope? limits, string? signers, PlanOnDisk? onDisk, CancellationToken stop)
    {
        // A list that is given beside the repository's own never loosens it: the signer must be in both.
        string[] lists = [.. new[] { limits?.Signers, signers }.OfType<string>()];
        var required = signers is not null || limits is { RequiresSignature: true };
        if (onDisk is null)
            return (required ? [new Breach("signature.missing", "only a signed plan may be applied here.", "Make one with 'lmr plan -o FILE --sign KEY', then 'lmr apply FILE', or 'lmr apply RUNBOOK --within FILE'.")] : [], null);
        var path = PlanSignature.PathOf(onDisk.Path);
        if (!required && (lists.Length == 0 || !Path.Exists(path))) return ([], null);
        string? signer = null;
        foreach (var list in lists)
        {
            switch (await PlanSignature.CheckAsync(onDisk.Bytes, path, list, stop))
            {
                case SignatureReading.Bad bad: return ([new Breach(bad.Reason, $"'{onDisk.Path}': {bad.Why}", "Let one of the signers sign it: lmr plan -o FILE --sign KEY.")], null);
                case SignatureReading.Good good: signer ??= $"{good.Signer} ({good.Key})"; break;
            }
        }
        return ([], signer);
    }
}
