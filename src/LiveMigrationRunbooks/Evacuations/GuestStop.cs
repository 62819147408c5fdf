using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>A guest that no target can take and that its policy takes down where it is. It stays defined there, with its disks.</summary>
/// <param name="Autostart">Its own setting, which it keeps: it comes back when its host boots.</param>
/// <param name="Deadline">How long it may take to be saved.</param>
/// <param name="Why">What keeps it from moving, target by target.</param>
public sealed record GuestStop(string Uuid, string Name, string Source, CannotMove How, bool Autostart, TimeSpan Deadline, string Wave, string Why)
{
    /// <summary>What is done, as a clause.</summary>
    [JsonIgnore]
    public string Does => How.Way == CannotMoveWay.ManagedSave ? "its memory is saved to disk" : $"is asked to shut down, and may take {Quantity.Text(How.Within)}";

    /// <summary>What brings it back.</summary>
    [JsonIgnore]
    public string Back => $"stays down on {Source}{(Autostart ? "; it starts when the host boots (autostart), or by" : "; what starts it again:")} virsh start {Name}";
}
