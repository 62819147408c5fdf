using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary><c>evacuate</c> as it is written.</summary>
public sealed record EvacuateForm(
    SourceSpan Span,
    [Key("Hosts that take the guests: a host pattern.")] HostsPattern To,
    [Key("How the guests move: one of 'policies', or balanced, gentle, must-leave, huge. Without it balanced.", Example = "night")] Placed<string>? Policy = null,
    [Key("Bandwidth for one guest, whatever its policy says.", Example = "800Mbit/s")] Placed<ByteRate>? BandwidthPerGuest = null,
    [Key("Slow a guest down that dirties memory faster than it can be sent, whatever its policy says.")] bool? AutoConverge = null,
    [Key("How many guests may move at the same time; 1 of each without it.")] MoveLimits? Limits = null,
    [Key("Guests, in the order in which they leave; without it one wave, whoever takes longest first.")] ValueList<WaveForm>? Waves = null,
    [Key("Guests that appear on a host after the plan: include moves them too, refuse leaves the host as it is.")] NewGuests NewGuests = NewGuests.Include,
    [Key("Only these guests leave, by name or UUID, with * and ?; the others stay, and their host is not empty. Without it all of them leave.", Example = "[\"web-*\", \"proxy-?\"]")] ValueList<Placed<string>>? Guests = null,
    [Key("Ask guests from outside while they move, from the machine that lmr runs on: the report then tells how long they were silent, beside the pause that QEMU tells.")] WatchForm? Watch = null,
    [Key("Guests that do not run: leave them, or move their definitions to hosts that see their disks; autostart is carried over.")] ShutOff ShutOff = ShutOff.Leave,
    [Key("No more guests are begun when more than this have failed to leave, or do not serve after their move, as a number or a share of them; a guest that has left then fails no host. Without it a wave goes on, and the next is not begun where 'max_failed' of the play is used up.", Example = "10%")] Share? MaxFailed = null,
    [Key("Programs of the machine that lmr runs on, run around the move of each guest.")] HooksForm? Hooks = null);

/// <summary>How many guests may move at the same time. What is not written is 1.</summary>
public sealed record MoveLimits(
    [Key("Away from one host; 1 without it.", Min = 1)] int? PerSource = null,
    [Key("To one host; 1 without it.", Min = 1)] int? PerTarget = null,
    [Key("Over one uplink of the inventory; 1 without it.", Min = 1)] int? PerUplink = null)
{
    internal MoveCaps Caps => new(PerSource ?? 1, PerTarget ?? 1, PerUplink ?? 1);
}

/// <summary>What is done about guests that appeared after the plan was made.</summary>
public enum NewGuests
{
    /// <summary>They are moved too, after a preflight of their own.</summary>
    Include,

    /// <summary>The host counts as failed: its steps are not begun over a guest that nobody has seen in the plan.</summary>
    Refuse,
}

/// <summary>One of <c>evacuate.waves</c> as it is written.</summary>
public sealed record WaveForm(
    SourceSpan Span,
    [Key("What plans and reports call it; unique in its list.")] Placed<string> Name,
    [Key("Names of guests, with * and ?; without it the wave takes all that no other names.", Example = "[\"web-*\", \"proxy-?\"]")] ValueList<Placed<string>>? Guests = null,
    [Key("Pause after it, before the next wave.", Example = "2m")] TimeSpan Soak = default,
    [Key("How its guests move; without it as 'evacuate.policy' says.", Example = "gentle")] Placed<string>? Policy = null);

/// <summary>What becomes of the guests when their host is ready again. They stay where they went; the other ways are not carried out yet.</summary>
public sealed record Afterwards : IForm<Afterwards>
{
    private const string Stay = "stay";
    private static readonly string[] s_later = ["return", "leapfrog"];

    public static string Form => Stay;

    public static IReadOnlyList<string> JsonTypes => ["string"];

    public static Afterwards? Bind(YamlNode node) => node is YamlScalar { Text: Stay } ? new Afterwards() : null;

    public static string? WhyNot(YamlNode node) => node is YamlScalar scalar && s_later.Contains(scalar.Text)
        ? $"'{scalar.Text}' is not carried out by this version: guests stay where they went." : null;
}
