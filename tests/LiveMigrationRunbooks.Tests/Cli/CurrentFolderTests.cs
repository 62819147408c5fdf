using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Tests.Rooms;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>The current folder may be a repository under review: what lies there is not taken for a program of this machine.</summary>
public sealed partial class CurrentFolderTests : IDisposable
{
    private readonly Lmr _lmr = new();
    private readonly RunbookFolder _folder = new("plays: [{ hosts: kvm1, steps: [{ directory: { path: /srv/a } }] }]\n");

    public void Dispose()
    {
        _lmr.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("plan", "runbook.yml")]
    [InlineData("trust", "kvm1")]
    public void A_namesake_in_it_is_not_run(string verb, string what)
    {
        foreach (var name in (string[])["setsid", "ssh", "ssh-keyscan", "git", "sh"])
        {
            _folder.Write(name, $"#!/bin/sh\necho {name} >>{_folder.At("ran")}\nexit 1\n");
            File.SetUnixFileMode(_folder.At(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        _lmr.Run(_folder.Root, verb, what, "-i", "hosts.yml");

        Assert.NotEmpty(_lmr.SshCalls);
        Assert.False(File.Exists(_folder.At("ran")), File.Exists(_folder.At("ran")) ? File.ReadAllText(_folder.At("ran")) : "");
    }

    [Fact]
    public void No_process_is_started_by_a_bare_name() => Found.Nothing(
        from path in SourceFiles.Of(".cs", "src")
        where BareStart().IsMatch(SourceFiles.Text(path))
        select path);

    [GeneratedRegex(@"(ProcessStartInfo|Process\.Start)\(""[^/""]")]
    private static partial Regex BareStart();
}
