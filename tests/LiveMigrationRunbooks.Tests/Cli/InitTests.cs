using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

public sealed class InitTests : IDisposable
{
    private readonly Lmr _lmr = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-init-");

    public void Dispose()
    {
        _lmr.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void The_commands_of_its_readme_work_in_a_starter_folder_but_for_hosts_that_are_not_there()
    {
        var (exitCode, said, errors) = _lmr.Run(_folder.FullName, "init", "fleet");
        Assert.Equal((0, "Write your hosts into inventories/hosts.yml; README.md says what comes next.\n"), (exitCode, errors));
        var fleet = Path.Combine(_folder.FullName, "fleet");
        var files = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(files, Directory.EnumerateFiles(fleet, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(fleet, path)).Order(StringComparer.Ordinal));
        Assert.Contains(".lmr/\n", File.ReadAllText(Path.Combine(fleet, ".gitignore")), StringComparison.Ordinal);
        Assert.All(files, file => Assert.DoesNotContain("example.yml", File.ReadAllText(Path.Combine(fleet, file)), StringComparison.Ordinal));

        var commands = File.ReadLines(Path.Combine(fleet, "README.md")).Where(line => line.StartsWith("lmr ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]).ToDictionary(words => words[0]);
        Assert.Equal(["trust", "validate", "plan", "apply"], commands.Keys);
        var validated = _lmr.Run(fleet, commands["validate"]);
        Assert.Equal((0, ""), (validated.ExitCode, validated.Err));
        Assert.Empty(_lmr.SshCalls);
        // It counts from the first commit on, at the latest: what stands there is sound.
        Directory.CreateDirectory(Path.Combine(fleet, ".git"));
        Assert.Equal((0, ""), (_lmr.Run(fleet, commands["validate"]).ExitCode, validated.Err));

        var planned = _lmr.Run(fleet, commands["plan"]);
        Assert.Equal(4, planned.ExitCode);
        Assert.Contains("3 not read", planned.Out, StringComparison.Ordinal);
        Assert.Equal("", planned.Err);
    }

    [Fact]
    public void The_first_line_of_each_file_names_a_schema_that_is_there()
    {
        _lmr.Run(_folder.FullName, "init");
        foreach (var path in Directory.EnumerateFiles(_folder.FullName, "*.yml", SearchOption.AllDirectories))
        {
            const string Modeline = "# yaml-language-server: $schema=";
            var line = File.ReadLines(path).First();
            Assert.StartsWith(Modeline, line, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, line[Modeline.Length..])), $"{path}: {line}");
        }
    }

    [Fact]
    public void What_is_there_is_never_overwritten()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "runbooks"));
        File.WriteAllText(Path.Combine(_folder.FullName, "README.md"), "mine\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "runbooks", "guests.yml"), "mine too\n");
        var (exitCode, said, errors) = _lmr.Run(_folder.FullName, "init");
        Assert.Equal((1, ""), (exitCode, said));
        Assert.StartsWith("error LMR918: Nothing was written: 2 files are there already.", errors, StringComparison.Ordinal);
        Assert.Contains("README.md, runbooks/guests.yml", errors, StringComparison.Ordinal);
        Assert.Equal(2, Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories).Count());
        Assert.Equal("mine\n", File.ReadAllText(Path.Combine(_folder.FullName, "README.md")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "note"), "");
        var (exitCode, said, errors) = _lmr.Run(_folder.FullName, "init", "note");
        Assert.Equal((1, ""), (exitCode, said));
        Assert.StartsWith("error LMR919", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runbook")]
    [InlineData("include")]
    [InlineData("inventory")]
    [InlineData("vars")]
    [InlineData("guests")]
    [InlineData("lmr")]
    public void The_schema_of_each_kind_of_file_is_printed(string name)
    {
        var (exitCode, said, _) = _lmr.Run(_folder.FullName, "schema", name);
        Assert.Equal((0, File.ReadAllText(Repository.Path("schemas", $"{name}.schema.json"))), (exitCode, said));
    }

    [Fact]
    public void A_schema_that_is_not_there_is_told_with_the_one_that_was_meant()
    {
        var (exitCode, said, errors) = _lmr.Run(_folder.FullName, "schema", "runbok");
        Assert.Equal((1, ""), (exitCode, said));
        Assert.StartsWith("error LMR917: There is no schema 'runbok'.", errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'runbook'?", errors, StringComparison.Ordinal);
    }
}
