using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

/// <summary>A guest with firmware variables and a TPM, as libvirt 9.0.0 tells it, before a real pair of hosts on which one thing at a time is another.</summary>
public sealed class PreflightFirmwareTests
{
    private const string Variables = "/var/lib/libvirt/qemu/nvram/bring-2_VARS.fd";
    private const string Template = "/usr/share/OVMF/OVMF_VARS_4M.fd";
    private const string State = "/var/lib/libvirt/swtpm/" + Transcript.Guest;
    private static readonly Hypervisor s_source = Transcript.Host("kvm2");
    private static readonly GuestReading s_guest = s_source.Guests.Single(guest => guest.Uuid == Transcript.Guest);
    private static readonly GuestHardware s_read = DomainXml.Read($"""
        <domain type='qemu'><name>bring-2</name><memory unit='KiB'>327680</memory>
          <os>
            <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
            <loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader>
            <nvram template='{Template}'>{Variables}</nvram>
          </os>
          <devices><tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm></devices>
        </domain>
        """).Hardware;

    [Fact]
    public void What_both_keep_on_a_host_is_read()
    {
        Assert.Equal((new GuestNvram(Variables, Template), new GuestTpm(null)), (s_read.Nvram, s_read.Tpm));
        Assert.Equal(["/usr/share/OVMF/OVMF_CODE_4M.fd"], s_read.BootFiles);
        Assert.Empty(s_read.HostBound);
        Assert.Equal([Variables, Template, State], s_read.AskedPaths(Transcript.Guest).Skip(1));

        var other = DomainXml.Read("""
            <domain type='kvm'><name>w</name><memory>1024</memory>
              <os><nvram type='file'><source file='/srv/w.fd'/></nvram></os>
              <devices><tpm model='tpm-tis'><backend type='emulator'><encryption secret='6c926edc-5305-510a-8ffc-576f7e39f5d1'/></backend></tpm></devices>
            </domain>
            """).Hardware;
        Assert.Equal(new GuestNvram("/srv/w.fd", null), other.Nvram);
        Assert.Equal("/etc/libvirt/secrets/6c926edc-5305-510a-8ffc-576f7e39f5d1.xml", other.Tpm?.SecretFile);
        Assert.Equal(["its host's TPM"], DomainXml.Read("<domain><name>w</name><memory>1024</memory><devices><tpm model='tpm-tis'><backend type='passthrough'/></tpm></devices></domain>").Hardware.HostBound);
    }

    [Fact]
    public void Both_travel_with_a_guest_that_runs()
    {
        Assert.Equal(["its firmware's variables travel with it", "the state of its TPM travels with it"], Said(Scene()));
        Assert.Equal("its firmware's variables travel with it, over those that kvm3 has of it", Said(Scene() with { Target = There((Variables, "9"), (Template, "5")) })[0]);
    }

    [Fact]
    public void The_target_needs_what_they_are_made_with()
    {
        Blocks(Scene() with { Target = There() }, PreflightCheck.Firmware, "libvirt makes /var/lib/libvirt/qemu/nvram/bring-2_VARS.fd of /usr/share/OVMF/OVMF_VARS_4M.fd, which is not on kvm3");
        Blocks(Scene(swtpm: ""), PreflightCheck.Tpm, "it has a TPM, and kvm3 has no swtpm to play it");
        Blocks(Scene(tpm: new GuestTpm("6c926edc-5305-510a-8ffc-576f7e39f5d1")), PreflightCheck.Tpm, "is encrypted with the secret 6c926edc-5305-510a-8ffc-576f7e39f5d1, which libvirt on kvm3 does not have");
    }

    [Fact]
    public void Neither_goes_with_a_definition_alone()
    {
        var down = Scene() with { Guest = s_guest with { Condition = GuestCondition.Parse("shut off (shutdown)"), Hardware = Hardware(new GuestTpm(null)) } };

        Blocks(down, PreflightCheck.Firmware, $"its firmware's variables, {Variables}, would stay on kvm2");
        Blocks(down, PreflightCheck.Tpm, $"the state of its TPM, {State}, would stay on kvm2");
        // On storage that both hosts see they stay where they are; a TPM's state only where swtpm knows how.
        var seen = down with { Target = There((Variables, "7"), (Template, "5"), (State, "8")) };
        Assert.Equal("both hosts see its firmware's variables", Said(seen)[0]);
        Blocks(seen, PreflightCheck.Tpm, $"both hosts see the state of its TPM, {State}, and swtpm 0.7.1 on kvm2 does not hand it over");
    }

    private static GuestHardware Hardware(GuestTpm tpm) => s_guest.Hardware with { Nvram = s_read.Nvram, Tpm = tpm };

    private static PreflightScene Scene(string swtpm = "TPM emulator version 0.7.1, Copyright (c) 2014-2021 IBM Corp.", GuestTpm? tpm = null)
    {
        var (probes, has) = (Transcript.Probes("source-kvm2"), new HostResources(null, null, null, null) { Swtpm = "TPM emulator version 0.7.1, Copyright (c) 2014-2021 IBM Corp." });
        var there = There((Template, "5"));
        return new(s_guest with { Hardware = Hardware(tpm ?? new GuestTpm(null)) }, "kvm2", s_source with { Resources = has }, probes with { Paths = With(probes.Paths, (Variables, "7"), (Template, "4"), (State, "8")) },
            there.Reading is Hypervisor host ? there with { Reading = host with { Resources = has with { Swtpm = swtpm } } } : there, MemoryNeed.None);
    }

    // What is not named is not there.
    private static MoveTarget There(params (string Path, string Inode)[] paths)
    {
        var probes = Transcript.Probes("target-kvm3");
        var secret = "/etc/libvirt/secrets/6c926edc-5305-510a-8ffc-576f7e39f5d1.xml";
        var gone = new[] { Variables, Template, State, secret }.Except(paths.Select(path => path.Path)).Select(path => KeyValuePair.Create(path, new PathAnswer(false, "", "", "No such file or directory")));
        return new("kvm3", "kvm3", "198.51.100.13", 0, Transcript.Host("kvm3") with { Resources = new HostResources(null, null, null, null) { Swtpm = "TPM emulator version 0.7.1" } }, probes with { Paths = new(With(probes.Paths, paths).Concat(gone)) });
    }

    private static ValueMap<PathAnswer> With(ValueMap<PathAnswer> map, params (string Path, string Inode)[] paths) =>
        new(map.Concat(paths.Select(path => KeyValuePair.Create(path.Path, new PathAnswer(true, path.Inode, "regular file", "")))));

    private static string[] Said(PreflightScene scene) => [.. Preflight.Judge(scene).Where(finding => finding.Check is PreflightCheck.Firmware or PreflightCheck.Tpm).Select(finding => finding.What)];

    private static void Blocks(PreflightScene scene, string check, string what) =>
        Assert.Contains(Preflight.Judge(scene), finding => finding.Verdict == PreflightVerdict.Blocked && finding.Check == check && finding.Remedy.Length > 0 && finding.What.Contains(what, StringComparison.Ordinal));
}
