using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Steps.Checks;

[StepKind("check.memory", "Proves that hosts have memory to spare: a stated amount, huge pages, or enough to take the guests of any one of them.")]
[Risks("Changes nothing.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckMemory(
    [Argument("At least so much is available for new processes (MemAvailable); with one_host_down it stays so when guests have come.", Example = "4GiB")] ByteSize? Free = null,
    [Argument("So many huge pages of the default size are unused.", Min = 1, Max = 1_000_000_000, Example = "1024")] long? Hugepages = null,
    [Argument("The guests that run on any one host of the play, at the most memory they may have, fit into what the others have to spare. Guests on huge pages are counted as others.")] bool OneHostDown = false) : Check, ISelfChecked
{
    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Free is null && Hugepages is null && !OneHostDown) yield return (null, "Nothing is asked for.", "Give free, hugepages or one_host_down: true.");
    }

    public override ValueList<Command> Probe(Scene scene) =>
        [Command.Of("cat", "/proc/meminfo"), .. OneHostDown ? [Command.Of("virsh", "-q", "-c", "qemu:///system", "domstats", "--balloon", "--list-active")] : ValueList<Command>.Empty];

    public override Verdict Judge(Answers answers, Scene scene) => Judge(answers, scene, []);

    public override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        if (OneHostDown && Silence.Of(answers[1]) is { } silent) return silent;
        var here = MemoryReading.Of(scene.Host, answers);
        ValueList<Finding> found = [.. Amounts(here), .. OneHostDown ? Leaving(here, [.. others.Where(other => Silence.Of(other.Answers[1]) is null).Select(other => MemoryReading.Of(other.Scene.Host, other.Answers))]) : []];
        return Finding.Of(found, scene.Peers.Count > 0 ? "no other host answered" : "no peers");
    }

    private IEnumerable<Finding> Amounts(MemoryReading here)
    {
        if (Free is { } free)
        {
            yield return here.AvailableKib >= free.Bytes / 1024 ? new($"{Size(here.AvailableKib)} available")
                : new($"{Size(here.AvailableKib)} are available, and {Size(free.Bytes / 1024)} are wanted", "Move guests away, or set fewer huge pages aside (kernel.hugepages).");
        }
        if (Hugepages is { } pages)
        {
            yield return here.FreePages >= pages ? new($"{here.FreePages} huge pages of {Size(here.PageKib)} unused")
                : new($"{here.FreePages} of {here.Pages} huge pages of {Size(here.PageKib)} are unused, and {pages} are wanted", "Set more aside (kernel.hugepages), or move guests away that use them.");
        }
    }

    private IEnumerable<Finding> Leaving(MemoryReading here, List<MemoryReading> others)
    {
        if (others.Count == 0) yield break;
        var reserve = (Free?.Bytes ?? 0) / 1024;
        var room = others.ToDictionary(other => other.Host, other => Math.Max(0, other.AvailableKib - reserve), StringComparer.Ordinal);
        // The largest first into the roomiest: if that fails, a person sees which guest is the hard one.
        foreach (var guest in here.Guests.OrderByDescending(guest => guest.Kib).ThenBy(guest => guest.Name, StringComparer.Ordinal))
        {
            var most = room.MaxBy(each => (each.Value, each.Key));
            if (most.Value >= guest.Kib)
            {
                room[most.Key] -= guest.Kib;
                continue;
            }
            yield return new(
                $"{Words(here)} would not fit into what {string.Join(", ", others.Select(other => $"{other.Host} ({Size(Math.Max(0, other.AvailableKib - reserve))})"))} could take: {guest.Name} needs {Size(guest.Kib)}, and at most {Size(most.Value)} are left in one place",
                "Add a host, shut guests down, or lower the reserve (free).");
            yield break;
        }
        yield return new(here.Guests.Count == 0 ? "no guests run here" : $"{Words(here)} would fit into {string.Join(", ", others.Select(other => other.Host))}");
    }

    private static string Words(MemoryReading here) => $"its {(here.Guests.Count == 1 ? "guest" : $"{here.Guests.Count} guests")} ({Size(here.Guests.Sum(each => each.Kib))})";

    private static string Size(long kib) => kib switch
    {
        >= 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(kib / 104857.6) / 10:0.#} GiB"),
        >= 1024 => string.Create(CultureInfo.InvariantCulture, $"{kib / 1024} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{kib} KiB"),
    };
}
