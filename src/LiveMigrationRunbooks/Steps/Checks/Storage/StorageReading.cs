using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>What stands at one path of a host.</summary>
/// <param name="Kind"><c>absent dir file block</c>.</param>
/// <param name="Identity">What is equal on two hosts where it is the same thing: inode or the device's own number, and size.</param>
/// <param name="Mark">The mark that was left there; null where none could be, or where there is no place for one.</param>
/// <param name="Why">Why none could be left in a folder.</param>
/// <param name="Took">Seconds for all operations that were timed.</param>
internal sealed record StoragePlace(string Kind, string FileSystem, string Identity, string? Mark, string? Why, double? Took)
{
    public string Words => Kind == "block" ? "block device" : FileSystem;

    /// <summary>Whether nothing of a device but its size could be compared.</summary>
    public bool IsNameless => Kind == "block" && Identity.StartsWith("- ", StringComparison.Ordinal);
}

/// <summary>What a host says of its paths, and which marks of others it saw.</summary>
internal sealed record StorageReading(string Host, IReadOnlyDictionary<int, StoragePlace> Places, IReadOnlySet<string> Seen)
{
    private static readonly StoragePlace s_absent = new("absent", "", "", null, null, null);

    public StoragePlace At(int index) => Places.GetValueOrDefault(index, s_absent);

    public static StorageReading Of(HostAnswers host)
    {
        var told = host.Answers.Results[0].Lines.Select(line => line.Split(' ')).Where(words => words.Length >= 2).ToLookup(words => int.Parse(words[0], NumberStyles.None, CultureInfo.InvariantCulture) - 1);
        return new(
            host.Scene.Host, told.ToDictionary(lines => lines.Key, Place),
            host.Answers.Results.Skip(1).Take(1).SelectMany(answer => answer.Lines).Where(line => line.EndsWith(" seen", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Disks of running guests for which the cache of their host matters: on the host, written to, and not shared on purpose.</summary>
    public static IEnumerable<(string Guest, string Target, string Cache)> Disks(CommandResult answer) =>
        from line in answer.Lines
        where line.StartsWith("guest ", StringComparison.Ordinal)
        let guest = DomainXml.Read(Encoding.UTF8.GetString(Convert.FromBase64String(line["guest ".Length..])))
        from disk in guest.Hardware.Disks
        where disk is { Kind: "file" or "block" or "volume", ReadOnly: false, Shareable: false } && (disk.Path is not null || disk.Pool is not null)
        orderby guest.Name, disk.Target
        select (guest.Name, disk.Target, disk.Cache);

    private static StoragePlace Place(IEnumerable<string[]> lines)
    {
        var place = s_absent;
        foreach (var words in lines)
        {
            place = words switch
            {
                [_, "dir", var system, var inode, var mark] => place with { Kind = "dir", FileSystem = system, Identity = inode, Mark = mark },
                [_, "bare", var system, var inode, .. var why] => place with { Kind = "dir", FileSystem = system, Identity = inode, Why = string.Join(' ', why) },
                [_, "file", var system, var inode, var size] => place with { Kind = "file", FileSystem = system, Identity = $"{inode} {size}" },
                [_, "block", _, var id, var size] => place with { Kind = "block", Identity = $"{id} {size}" },
                [_, "took", var seconds] when double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var took) => place with { Took = took },
                _ => place,
            };
        }
        return place;
    }
}
