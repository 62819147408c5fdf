using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

/// <summary>Answers that real hosts (libvirt 9.0.0, QEMU 7.2) gave to the scripts of the library, byte for byte.</summary>
internal static class Transcript
{
    /// <summary>The guest that was moved about: 128 MiB, persistent.</summary>
    public const string Guest = "663f5fe7-7bce-54c7-8da9-05232cf906a3";

    /// <summary>A second one: 192 MiB, starts with its host.</summary>
    public const string Other = "e2d22b88-373f-5280-8316-b78d5ab5c1cc";

    /// <summary>One that was moved by post-copy, over a path that was cut.</summary>
    public const string Leaving = "d720f694-0942-5ef7-8904-93685fefbbc3";

    /// <summary>One that lost half of its memory in a post-copy.</summary>
    public const string Lost = "e3a9bfa1-5a6e-5040-8bc8-70bb15954b15";

    public static CommandResult Of(string name) => new(0, File.ReadAllBytes(Path.Combine(Folder, name + ".txt")), default);

    public static SideReading Side(string name, string guest = Guest) => GuestReader.ReadSide(Of(name), guest);

    public static Hypervisor Host(string name) => Assert.IsType<Hypervisor>(HypervisorReader.Read(Of("host-" + name)));

    public static ProbeAnswers Probes(string name) => ProbeAnswers.Read(Of("probes-" + name));

    private static string Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "LiveMigrationRunbooks.sln")))
                    return Path.Combine(folder.FullName, "tests", "LiveMigrationRunbooks.Tests", "Libvirt", "Fixtures");
            }

            throw new DirectoryNotFoundException("LiveMigrationRunbooks.sln is not above the tests.");
        }
    }
}
