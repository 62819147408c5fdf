namespace LiveMigrationRunbooks.Libvirt;

/// <summary>
/// What one host says about one guest, by UUID: <see cref="Present"/>, <see cref="Absent"/> or <see cref="NoAnswer"/>. No answer is not an
/// answer, so there is no way to read it as absence.
/// </summary>
public abstract record SideReading
{
    private protected SideReading()
    {
    }

    /// <summary>libvirt knows the guest. <paramref name="QemuAlive"/>: a QEMU process with this UUID lives, as the kernel says, whatever libvirt thinks; null when nobody looked.</summary>
    public sealed record Present(GuestCondition Condition, bool Persistent, bool Autostart, GuestJob Job, bool? QemuAlive) : SideReading;

    /// <summary>libvirt answered and does not know the guest.</summary>
    public sealed record Absent(bool? QemuAlive) : SideReading;

    public sealed record NoAnswer(string Why) : SideReading;

    /// <summary>One clause for a person.</summary>
    public string Said => this switch
    {
        Present { Job: GuestJob.Migrating } present => $"{present.Condition}, migrating out",
        Present { Job: GuestJob.Other other } present => $"{present.Condition}, {other.What}",
        Present { Job: GuestJob.Unread unread } present => $"{present.Condition}; its job could not be read: {unread.Why}",
        Present present => present.Condition.Text + (present is { QemuAlive: true, Condition.IsActive: false } ? ", yet its QEMU process lives" : ""),
        Absent { QemuAlive: true } => "libvirt does not know it, yet a QEMU process with its UUID lives",
        Absent => "not there",
        NoAnswer none => "no answer: " + none.Why,
        _ => "",
    };

    /// <summary>What a full reading of a host says about one guest.</summary>
    public static SideReading Of(HypervisorReading reading, string uuid) => reading switch
    {
        NotAnswering silent => new NoAnswer(silent.Why),
        Hypervisor host when host.Unread.FirstOrDefault(unread => unread.What == uuid) is { } unread => new NoAnswer(unread.Why),
        Hypervisor host when host.Guests.FirstOrDefault(guest => guest.Uuid == uuid) is { } guest =>
            new Present(guest.Condition, guest.Persistent, guest.Autostart, guest.Job, host.QemuUuids.Contains(uuid)),
        Hypervisor host => new Absent(host.QemuUuids.Contains(uuid)),
        _ => new NoAnswer("unknown kind of reading"),
    };
}
