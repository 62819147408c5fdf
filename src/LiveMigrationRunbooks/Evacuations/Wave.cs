using System.IO.Enumeration;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>Guests that leave together before the next wave begins.</summary>
/// <param name="Guests">Patterns of their names (<c>*</c> and <c>?</c>); null for the wave of all that no other wave names.</param>
/// <param name="Soak">Pause after it, before the next wave.</param>
public sealed record Wave(string Name, ValueList<string>? Guests, TimeSpan Soak, MigrationPolicy Policy)
{
    public bool Names(string guest) => Guests?.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, guest, ignoreCase: false)) ?? false;
}

/// <summary>What an evacuation does about guests that do not run.</summary>
public enum ShutOff
{
    /// <summary>They stay, defined, where they are.</summary>
    Leave,

    /// <summary>Their definitions go, each after the guests of its wave that run.</summary>
    Move,
}

/// <summary>The waves of an evacuation, in order. One of them always takes the guests that no other names.</summary>
public sealed record WaveOrder
{
    /// <summary>The name of the wave of guests that nobody named, where it is not written.</summary>
    public const string Rest = "(rest)";

    private WaveOrder(ValueList<Wave> waves) => Waves = waves;

    public ValueList<Wave> Waves { get; }

    /// <summary>All guests in one wave.</summary>
    public static WaveOrder One(MigrationPolicy policy) => Of([], policy);

    /// <param name="policy">For the guests of no written wave: they go last, where no wave without names is written.</param>
    public static WaveOrder Of(ValueList<Wave> written, MigrationPolicy policy) =>
        new(written.Any(wave => wave.Guests is null) ? written : [.. written, new Wave(Rest, null, TimeSpan.Zero, policy)]);

    /// <summary>The place of a guest's wave. A guest that two waves name belongs to the first.</summary>
    public int PlaceOf(string guest)
    {
        var named = Waves.Index().Where(entry => entry.Item.Names(guest)).Select(entry => entry.Index).Append(-1).First();
        return named >= 0 ? named : Waves.Index().First(entry => entry.Item.Guests is null).Index;
    }

    /// <summary>The place of the name, or pattern, by which a guest's wave takes it; the first where it names nobody.</summary>
    public int TurnOf(string guest) => (Of(guest).Guests ?? []).Index().Where(entry => FileSystemName.MatchesSimpleExpression(entry.Item, guest, ignoreCase: false)).Select(entry => entry.Index).FirstOrDefault();

    public Wave Of(string guest) => Waves[PlaceOf(guest)];

    /// <summary>What is known of single guests, over the policy of their wave.</summary>
    public Func<GuestReading, MigrationPolicy, MigrationPolicy>? Own { get; init; }

    /// <summary>What is done about guests that do not run.</summary>
    public ShutOff ShutOff { get; init; }

    /// <summary>The only guests that leave, by name or UUID, with * and ?; null where all do.</summary>
    public ValueList<string>? Only { get; init; }

    /// <summary>Whether a guest is one of those that leave at all.</summary>
    public bool Takes(string name, string uuid) => Only?.Any(word => IsMeant(word, name, uuid)) ?? true;

    /// <summary>The same host, with those guests only that leave it.</summary>
    public HypervisorReading? Leaving(HypervisorReading? reading) =>
        Only is null || reading is not Hypervisor host ? reading : host with { Guests = [.. host.Guests.Where(guest => Takes(guest.Name, guest.Uuid))] };

    /// <summary>Words that mean one guest each, all of which are among these: nobody else can be meant.</summary>
    public bool AreAllAmong(IEnumerable<GuestReading> guests) =>
        Only is { } only && only.All(word => word.AsSpan().IndexOfAny('*', '?') < 0 && guests.Any(guest => IsMeant(word, guest.Name, guest.Uuid)));

    private static bool IsMeant(string word, string name, string uuid) =>
        FileSystemName.MatchesSimpleExpression(word, name, ignoreCase: false) || string.Equals(word, uuid, StringComparison.OrdinalIgnoreCase);

    /// <summary>How guests are asked from outside while they move; null where they are not.</summary>
    public Func<GuestReading, OutsideWatch>? Watch { get; init; }

    /// <summary>How it is found out that a guest serves again after its move; null where it is not.</summary>
    public Func<GuestReading, ReadyCheck?>? Ready { get; init; }

    /// <summary>What is run around the move of each guest; null where nothing is.</summary>
    public GuestHooks? Hooks { get; init; }

    /// <summary>How a guest may be moved.</summary>
    public MigrationPolicy PolicyOf(GuestReading guest) => Own is null ? Of(guest.Name).Policy : Own(guest, Of(guest.Name).Policy);

    /// <summary>What a reviewer should know: guests that two waves name, waves that name nobody.</summary>
    public IEnumerable<string> Notes(IReadOnlyCollection<string> guests)
    {
        foreach (var guest in guests)
        {
            var named = Waves.Where(wave => wave.Names(guest)).Select(wave => wave.Name).ToList();
            if (named.Count > 1) yield return $"{guest} is named by the waves {string.Join(", ", named)}: it goes with {named[0]}";
        }
        foreach (var wave in Waves.Where(wave => wave.Guests is not null && !guests.Any(guest => Of(guest) == wave)))
            yield return $"the wave {wave.Name} has no guest ({string.Join(", ", wave.Guests ?? [])})";
    }
}
