using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>The policies of a runbook by name, the shipped ones among them.</summary>
public sealed class Policies
{
    private readonly Dictionary<string, MigrationPolicy> _known = MigrationPolicy.Shipped.ToDictionary(policy => policy.Name, StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, PolicyForm> _forms;

    private Policies(IReadOnlyDictionary<string, PolicyForm> forms) => _forms = forms;

    public IEnumerable<string> Names => _known.Keys.Concat(_forms.Keys).Distinct(StringComparer.Ordinal);

    /// <summary>Reads them all; one that is wrong stands with the values that are right, so that what names it is not told too.</summary>
    public static Policies Of(IReadOnlyDictionary<string, PolicyForm>? forms, Findings findings)
    {
        var policies = new Policies(forms ?? new Dictionary<string, PolicyForm>());
        foreach (var (name, form) in policies._forms)
        {
            if (policies._known.ContainsKey(name) && MigrationPolicy.Shipped.Any(shipped => shipped.Name == name)) findings.Add(PolicyProblems.IsShipped(name, form.Span));
            else policies.Resolve(name, [], findings);
        }
        return policies;
    }

    /// <summary>The policy that is named; the default where none is, or where there is no such one, which is told.</summary>
    public MigrationPolicy Named(Placed<string>? name, MigrationPolicy without, Findings findings)
    {
        if (name is null) return without;
        if (_known.TryGetValue(name.Value, out var policy)) return policy;
        findings.Add(PolicyProblems.Unknown(name, Names));
        return without;
    }

    /// <summary>What may be said of any policy's values: the form over a policy, its limits looked at.</summary>
    internal static long? Bandwidth(Placed<ByteRate>? rate, long? without, Findings findings)
    {
        if (rate is null) return without;
        if (rate.Value.BytesPerSecond < 1 << 20) findings.Add(PolicyProblems.TooSlow(rate));
        return Math.Max(1, rate.Value.BytesPerSecond >> 20);
    }

    /// <summary>What is written of guests that cannot move; null where nothing is.</summary>
    internal static CannotMove? Of(CannotMoveForm? form) => form?.Word switch
    {
        null => null,
        CannotMoveForm.Leave => CannotMove.Leave,
        CannotMoveForm.Shutdown => CannotMove.Shutdown(form.Within),
        CannotMoveForm.ManagedSave => CannotMove.ManagedSave,
        _ => CannotMove.Refuse,
    };

    private MigrationPolicy Resolve(string name, IReadOnlyList<string> from, Findings findings)
    {
        if (_known.TryGetValue(name, out var known)) return known;
        var form = _forms[name];
        var policy = Over(Parent(name, form, from, findings), form, findings) with { Name = name };
        if (policy.PauseStartMs > policy.PauseCeilingMs)
            findings.Add(PolicyProblems.StartsAboveCeiling(name, form.Pause?.Ceiling?.Span ?? form.Pause?.Start?.Span ?? form.Span, policy));
        MoveWays.Look(name, form, policy, findings);
        return _known[name] = policy;
    }

    private MigrationPolicy Parent(string name, PolicyForm form, IReadOnlyList<string> from, Findings findings)
    {
        if (form.Extends is not { } extends) return MigrationPolicy.Balanced;
        IReadOnlyList<string> chain = [.. from, name];
        if (chain.Contains(extends.Value))
        {
            findings.Add(PolicyProblems.ExtendsItself(extends, [.. chain.SkipWhile(link => link != extends.Value), extends.Value]));
            return MigrationPolicy.Balanced;
        }
        return _forms.ContainsKey(extends.Value) ? Resolve(extends.Value, chain, findings) : Named(extends, MigrationPolicy.Balanced, findings);
    }

    private static MigrationPolicy Over(MigrationPolicy parent, PolicyForm form, Findings findings)
    {
        if (form.Deadline is { Value.Ticks: 0 } never) findings.Add(PolicyProblems.NoTime(never));
        // A ceiling below the start that was inherited means short pauses: the start comes down with it.
        var ceiling = Milliseconds(form.Pause?.Ceiling, parent.PauseCeilingMs, findings);
        var start = Milliseconds(form.Pause?.Start, Math.Min(parent.PauseStartMs, ceiling), findings);
        return parent with
        {
            BandwidthMibPerSecond = Bandwidth(form.BandwidthPerGuest, parent.BandwidthMibPerSecond, findings),
            AutoConverge = form.AutoConverge ?? parent.AutoConverge,
            PauseStartMs = start,
            PauseCeilingMs = ceiling,
            Deadline = form.Deadline?.Value ?? parent.Deadline,
            Stall = form.Stall?.Value ?? parent.Stall,
            Retries = form.Retries ?? parent.Retries,
            Encryption = form.Encryption?.Value ?? parent.Encryption,
            Control = form.Control ?? parent.Control,
            Parallel = form.Parallel?.Value ?? parent.Parallel,
            Compression = form.Compression?.Value ?? parent.Compression,
            CopyDisks = form.CopyDisks is { Value: var copy } ? !copy.IsNone : parent.CopyDisks,
            CopyOnly = form.CopyDisks is { Value: { IsNone: false } chosen } ? chosen.Only : parent.CopyOnly,
            ZeroCopy = form.ZeroCopy?.Value ?? parent.ZeroCopy,
            Rdma = form.Rdma?.Value ?? parent.Rdma,
            PostCopy = form.PostCopy?.Value ?? parent.PostCopy,
            PostCopyMibPerSecond = Bandwidth(form.PostCopyBandwidth, parent.PostCopyMibPerSecond, findings),
            AllowSuspend = form.AllowSuspend ?? parent.AllowSuspend,
            Suspend = form.Suspend?.Value ?? parent.Suspend,
            CannotMove = Of(form.CannotMove) ?? parent.CannotMove,
        };
    }

    private static int Milliseconds(Placed<TimeSpan>? pause, int without, Findings findings)
    {
        if (pause is null) return without;
        if (pause.Value.TotalMilliseconds is >= 1 and <= MigrationPolicy.LongestPauseMs) return (int)pause.Value.TotalMilliseconds;
        findings.Add(PolicyProblems.PauseOutside(pause));
        return without;
    }
}
