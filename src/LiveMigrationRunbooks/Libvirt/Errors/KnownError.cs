using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Libvirt.Errors;

/// <summary>Where the cause of an error lies, so that a retry, another target or a person can be chosen.</summary>
public enum FaultOf
{
    /// <summary>The guest as it is defined or running.</summary>
    Guest,

    /// <summary>The host that the guest is on.</summary>
    Source,

    /// <summary>The host that it shall go to.</summary>
    Target,

    /// <summary>What is between the two.</summary>
    Between,

    /// <summary>What one host is sure of about the other: keys, certificates.</summary>
    Trust,

    Storage,

    /// <summary>What was asked for: options that exclude each other.</summary>
    Request,

    /// <summary>The host itself, whatever is asked of it.</summary>
    Host,
}

/// <summary>A text of libvirt, QEMU, ssh or the kernel whose cause is known.</summary>
/// <param name="Id">Stable, for people who want to leave one out and for statistics.</param>
/// <param name="MayPass">Whether the same request can succeed later without anybody doing anything.</param>
/// <param name="Cause">A sentence.</param>
/// <param name="Remedy">What a person can do; a sentence.</param>
/// <param name="Text">Matches a part of one line.</param>
public sealed record KnownError(string Id, FaultOf Fault, bool MayPass, string Cause, string Remedy, Regex Text);
