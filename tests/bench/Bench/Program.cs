using LiveMigrationRunbooks.Bench;

var repository = Repository.Above(AppContext.BaseDirectory);
if (args is ["fleet", var hosts, var lines, var folder])
{
    Fleet.Write(Directory.CreateDirectory(folder).FullName, int.Parse(hosts), int.Parse(lines));
    return 0;
}

if (args is not ([] or ["hosts"] or ["moves", _] or ["moves", _, _, _]))
{
    Console.Error.WriteLine("usage: tests/bench/run [hosts | moves COUNT [SOURCE TARGET] | fleet HOSTS LINES FOLDER]");
    return 2;
}

var scratch = Directory.CreateTempSubdirectory("lmr-bench-");
try
{
    if (args is ["moves", var count, .. var pair])
    {
        foreach (var line in new Moves(repository, scratch.FullName, pair is [var from, _] ? from : "kvm1", pair is [_, var to] ? to : "kvm2").Lines(int.Parse(count))) Console.Out.WriteLine(line);
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
