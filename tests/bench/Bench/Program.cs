using LiveMigrationRunbooks.Bench;

var repository = Repository.Above(AppContext.BaseDirectory);
if (args is ["fleet", var hosts, var lines, var folder])
{
    Fleet.Write(Directory.CreateDirectory(folder).FullName, int.Parse(hosts), int.Parse(lines));
    return 0;
}

if (args.Length > 0)
{
    Console.Error.WriteLine("usage: tests/bench/run [fleet HOSTS LINES FOLDER]");
    return 2;
}

var scratch = Directory.CreateTempSubdirectory("lmr-bench-");
try
{
    foreach (var table in Offline.Tables(repository, scratch.FullName)) Console.Out.WriteLine(table.Text);
    return 0;
}
finally
{
    scratch.Delete(recursive: true);
}
