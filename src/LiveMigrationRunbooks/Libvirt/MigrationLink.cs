using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>A connection over which a guest's memory comes or goes, as one host sees it; each end an address and a port.</summary>
public sealed record MigrationLink(string Local, string Peer)
{
    /// <summary>The same as its other end sees it.</summary>
    public MigrationLink Mirrored => new(Peer, Local);

    /// <summary>Null where they could not be read: that is not none.</summary>
    public static ValueList<MigrationLink>? Read(CommandResult result) => !result.Succeeded ? null
        : result.Lines.Select(line => line.Split(' ')).Where(words => words.Length == 2).Select(words => new MigrationLink(words[0], words[1])).ToValueList();
}
