using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Tests.Runbooks;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>A plan of two changes and a restart on each of three hosts.</summary>
internal static class PastRun
{
    public const string Id = "20260101-120000-abcd";

    private const string Runbook = """
        plays:
          - hosts: kvm
            steps:
              - name: upper
                directory: { path: /srv/a }
                notify: restart
              - name: note
                file: { path: /srv/note, content: text }
                notify: restart
            handlers: [{ name: restart, libvirt.restart: {} }]
        """;

    public static Plan Plan { get; } = Planned();

    public static Deed[] Of(string host) => [.. Plan.Deeds.Where(deed => deed.Host == host)];

    private static Plan Planned()
    {
        using var folder = new RunbookFolder(Runbook);
        return new HandMadeReadings().Plan(folder.Bind());
    }
}
