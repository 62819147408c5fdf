using LiveMigrationRunbooks.Bench;

var repository = Repository.Above(AppContext.BaseDirectory);
if (args is ["fleet", var hosts, var lines, var folder])
{
    Fleet.Write(Directory.CreateDirectory(folder).FullName, int.Parse(hosts), int.Parse(lines));
    return 0;
}

if (args is not ([] or ["hosts"] or ["moves" or "overhead", _] or ["moves" or "overhead", _, _, _]))
{
    Console.Error.WriteLine("usage: tests/bench/run [hosts | moves COUNT [SOURCE TARGET] | overhead PAIRS [ONE OTHER] | fleet HOSTS LINES FOLDER]");
    return 2;
}

var scratch = Directory.CreateTempSubdirectory("lmr-bench-");
try
{
    if (args is ["moves" or "overhead", var count, .. var pair])
    {
        var (one, other) = pair is [var from, var to] ? (from, to) : ("kvm1", "kvm2");
        var told = args[0] == "moves" ? new Moves(repository, scratch.FullName, one, other).Lines(int.Parse(count)) : new Overhead(repository, scratch.FullName, one, other).Lines(int.Parse(count));
        foreach (var line in told) Console.Out.WriteLine(line);
        return 0;
    }

    var tables = args is ["hosts"] ? new OnHosts(repository, scratch.FullName).Tables() : Offline.Tables(repository, scratch.FullName).Select(table => table.Text);
    foreach (var table in tables) Console.Out.WriteLine(table);
    return 0;
}
finally
{
    scratch.Delete(recursive: true);
}
