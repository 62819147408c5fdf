namespace LiveMigrationRunbooks.Forecasts;

/// <summary>How QEMU slows a guest down that writes more than half of what is sent: twice counted, and each time a step more (qapi/migration.json).</summary>
internal sealed class AutoConverge(bool allowed, double begun)
{
    // throttle-trigger-threshold 50 % and twice, cpu-throttle-initial 20, cpu-throttle-increment 10, at most 99.
    private const double TriggerShare = 0.5;
    private const int TriggersNeeded = 2;
    private const double First = 0.2;
    private const double Step = 0.1;
    private const double Most = 0.99;

    // It counts what was written against what was sent no more than once a second (migration_bitmap_sync).
    private const double Every = 1;
    private double _counted = begun;
    private double _written;
    private double _sent;
    private int _triggers;

    /// <summary>How much of its time the guest is kept from running: 0 to 0.99.</summary>
    public double Throttle { get; private set; }

    public bool MayRise => allowed && Throttle < Most;

    public void See(double written, double sent) => (_written, _sent) = (_written + written, _sent + sent);

    /// <summary>Asked after each pass: whether the guest is slowed down further from now on.</summary>
    public bool Rises(double now)
    {
        if (!MayRise || now - _counted < Every) return false;
        var much = _written > TriggerShare * _sent;
        (_counted, _written, _sent) = (now, 0, 0);
        if (!much || ++_triggers < TriggersNeeded) return false;
        (Throttle, _triggers) = (Throttle == 0 ? First : Math.Min(Most, Throttle + Step), 0);
        return true;
    }
}
