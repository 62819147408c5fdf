using LiveMigrationRunbooks.Bench;

var repository = Repository.Above(AppContext.BaseDirectory);
if (args is ["fleet", var hosts, var lines, var folder])
{
    Fleet.Write(Directory.CreateDirectory(folder).FullName, int.Parse(hosts), int.Parse(lines));
    return 0;
}

if (args is not ([] or ["hosts"]))
{
    Console.Error.WriteLine("usage: tests/bench/run [hosts | fleet HOSTS LINES FOLDER]");
    return 2;
}

var scratch = Directory.CreateTempSubdirectory("lmr-bench-");
try
{
    var tables = args is ["hosts"] ? new OnHosts(repository, scratch.FullName).Tables() : Offline.Tables(repository, scratch.FullName).Select(table => table.Text);
    foreach (var table in tables) Console.Out.WriteLine(table);
    return 0;
}
finally
{
    scratch.Delete(recursive: true);
}
