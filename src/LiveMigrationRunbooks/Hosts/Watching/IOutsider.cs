using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Watching;

/// <summary>Somebody outside who asks one guest again and again, from this machine and never through a host's session.</summary>
public interface IOutsider : IAsyncDisposable
{
    /// <summary>When the last answer came, counted from the first question; null where none has.</summary>
    TimeSpan? LastAnswer { get; }

    /// <summary>Since the first question.</summary>
    TimeSpan Now { get; }

    /// <summary>Asks no more, and tells what was seen; null with a reason where it could not ask at all.</summary>
    Task<(Outage? Outage, string? Why)> EndAsync();
}
