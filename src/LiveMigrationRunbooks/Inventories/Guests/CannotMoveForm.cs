using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Guests;

/// <summary><c>cannot_move</c> as it is written: what becomes of a guest that no target can take.</summary>
/// <param name="Within">How long a guest that is asked to shut down may take; null where it is not written.</param>
public sealed record CannotMoveForm(string Word, TimeSpan? Within = null) : IForm<CannotMoveForm>
{
    public const string Refuse = "refuse";
    public const string Leave = "leave";
    public const string Shutdown = "shutdown";
    public const string ManagedSave = "managed-save";
    private const string WithinKey = "within";

    public static string Form => "refuse, leave, managed-save, shutdown or shutdown: { within: 5m }";

    public static IReadOnlyList<string> JsonTypes => ["string", "object"];

    public static string JsonPattern => $"{Refuse}|{Leave}|{ManagedSave}|{Shutdown}";

    public static CannotMoveForm? Bind(YamlNode node) => node switch
    {
        YamlScalar { Text: Refuse or Leave or Shutdown or ManagedSave } word => new CannotMoveForm(word.Text),
        YamlMapping { Entries: [{ Key.Text: Shutdown, Value: YamlMapping how }] } when WhyNoTime(how) is null => new CannotMoveForm(Shutdown, TimeIn(how)),
        _ => null,
    };

    public static string? WhyNot(YamlNode node) => node switch
    {
        // Words of earlier versions, and those of others for the same.
        YamlScalar { Text: "stay" } => "It is called leave: the guest is left where it is, and runs on.",
        YamlScalar { Text: "shut_down" or "stop" } => "It is called shutdown: the guest is asked to go, and is never ended by force.",
        YamlScalar { Text: "managed_save" or "save" or "suspend" } => "It is called managed-save, as virsh calls it.",
        YamlScalar { Text: "destroy" } => "No guest is ended by force: it is asked to shut down, and one that does not go stays.",
        YamlMapping { Entries: [{ Key.Text: Shutdown, Value: YamlMapping how }] } => WhyNoTime(how),
        YamlMapping => "Only shutdown has more to say: within, the longest time that the guest may take.",
        _ => null,
    };

    private static string? WhyNoTime(YamlMapping how)
    {
        if (how.Entries.FirstOrDefault(entry => entry.Key.Text != WithinKey) is { } other) return $"'{other.Key.Text}' is not known there; shutdown takes within.";
        if (how[WithinKey] is not YamlScalar time) return "It does not say within.";
        return Quantity.TryDuration(time.Text, out var within, out var problem) ? within > TimeSpan.Zero ? null : "No guest shuts down in no time." : problem;
    }

    private static TimeSpan? TimeIn(YamlMapping how) => how[WithinKey] is YamlScalar time && Quantity.TryDuration(time.Text, out var within, out _) ? within : null;
}
