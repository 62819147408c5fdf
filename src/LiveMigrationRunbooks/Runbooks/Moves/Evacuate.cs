using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Empties the hosts of a play before their steps run: every running guest is moved to a host of the pattern, wave after wave.</summary>
/// <param name="IsWaved">Whether waves are written.</param>
/// <param name="Policy">For guests of no written wave.</param>
public sealed record Evacuate(SourceSpan Span, HostsPattern To, MigrationPolicy Policy, WaveOrder Waves, bool IsWaved, MoveLimits Limits, NewGuests NewGuests)
{
    /// <summary>How many guests may fail to leave before no more are begun; null where nobody says.</summary>
    public Share? MaxFailed { get; init; }

    /// <summary>Where hooks are written; null where none are.</summary>
    internal HooksForm? Written { get; init; }

    /// <summary>Makes it of what is written, with the policies behind their names.</summary>
    internal static Evacuate Of(EvacuateForm form, Policies policies, GuestPolicies guests, Findings findings)
    {
        var own = Above(policies.Named(form.Policy, MigrationPolicy.Balanced, findings));
        var waves = (form.Waves ?? []).Select(wave => Read(wave)).ToValueList();
        var names = new Dictionary<string, WaveForm>(StringComparer.Ordinal);
        foreach (var wave in form.Waves ?? [])
            if (!names.TryAdd(wave.Name.Value, wave)) findings.Add(EvacuateProblems.SameWave(wave.Name, names[wave.Name.Value].Name.Span));
        var rests = (form.Waves ?? []).Where(wave => wave.Guests is null).ToList();
        foreach (var second in rests.Skip(1)) findings.Add(EvacuateProblems.SecondRest(second.Name, rests[0].Name));
        return new Evacuate(form.Span, form.To, own, WaveOrder.Of(waves, own) with
        {
            Own = guests.IsEmpty ? null : (guest, policy) => guests.Over(guest, policy, Above),
            ShutOff = form.ShutOff,
            Only = Only(form, findings),
            Watch = Watch(form.Watch, guests, findings),
            Ready = guests.IsEmpty ? null : guests.ReadyOf,
            Hooks = Hooks.Of(form.Hooks, findings),
        }, waves.Count > 0, form.Limits ?? new MoveLimits(), form.NewGuests) { MaxFailed = form.MaxFailed, Written = form.Hooks };

        Wave Read(WaveForm wave)
        {
            foreach (var pattern in wave.Guests ?? [])
                if (pattern.Value.Contains("{{", StringComparison.Ordinal)) findings.Add(EvacuateProblems.TemplateInWave(pattern));
            if (wave.Guests is { Count: 0 }) findings.Add(EvacuateProblems.EmptyWave(wave.Name));
            return new Wave(wave.Name.Value, wave.Guests?.Select(pattern => pattern.Value).ToValueList(), wave.Soak, wave.Policy is null ? own : Above(policies.Named(wave.Policy, own, findings)));
        }

        MigrationPolicy Above(MigrationPolicy policy) => policy with
        {
            BandwidthMibPerSecond = Policies.Bandwidth(form.BandwidthPerGuest, policy.BandwidthMibPerSecond, findings),
            AutoConverge = form.AutoConverge ?? policy.AutoConverge,
        };
    }

    private static ValueList<string>? Only(EvacuateForm form, Findings findings)
    {
        foreach (var word in form.Guests ?? [])
            if (word.Value.Contains("{{", StringComparison.Ordinal)) findings.Add(GuestChoiceProblems.Template(word));
        if (form.Guests is { Count: 0 }) findings.Add(GuestChoiceProblems.Nobody(form.Span));
        return form.Guests?.Select(word => word.Value).ToValueList();
    }

    private static readonly TimeSpan s_usual = TimeSpan.FromMilliseconds(100);

    private static Func<GuestReading, OutsideWatch>? Watch(WatchForm? form, GuestPolicies guests, Findings findings)
    {
        if (form is null) return null;
        if (form is { Ping: null, Tcp: null }) findings.Add(WatchProblems.Nothing(form.Span));
        if (form.Ping is { } ping && (ping.Value < WatchProblems.Every.Least || ping.Value > WatchProblems.Every.Most)) findings.Add(WatchProblems.Outside(ping));
        return guest => new OutsideWatch((int)(form.Ping?.Value ?? s_usual).TotalMilliseconds, form.Ping is not null, form.Tcp, guests.AddressOf(guest));
    }
}
