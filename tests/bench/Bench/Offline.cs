namespace LiveMigrationRunbooks.Bench;

/// <summary>What is known without a host: how long start-up, a small file and a large fleet take.</summary>
internal static class Offline
{
    public static IEnumerable<Table> Tables(Repository repository, string scratch)
    {
        var empty = new Contender("an empty .NET program", repository.Empty);
        var small = new[] { repository.File("runbooks", "tune-migration-hosts.yml"), "-i", repository.File("inventories", "example.yml") };
        yield return Table.Of("Start-up", 15,
            empty,
            new Contender("lmr --version", repository.Lmr, "--version"),
            new Contender("lmr validate, 9 steps, example inventory", repository.Lmr, ["validate", .. small]));

        var fleet = Fleet.Write(Directory.CreateDirectory(Path.Combine(scratch, "fleet")).FullName, hosts: 1_000, lines: 2_000);
        yield return Table.Of($"A runbook of {fleet.Lines} lines over 1,000 hosts", 5,
            empty,
            new Contender("lmr validate", repository.Lmr, "validate", fleet.Runbook, "-i", fleet.Yaml));

        var large = Fleet.Write(Directory.CreateDirectory(Path.Combine(scratch, "large")).FullName, hosts: 10_000, lines: 20);
        yield return Table.Of("10,000 hosts in 500 groups", 5,
            empty,
            new Contender("lmr validate, one step for one host, YAML inventory", repository.Lmr, "validate", large.Single, "-i", large.Yaml),
            new Contender("lmr validate, one step for one host, INI inventory", repository.Lmr, "validate", large.Single, "-i", large.Ini));
    }
}
