using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Tests.Commands;
using LiveMigrationRunbooks.Tests.Hosts.Connections;

namespace LiveMigrationRunbooks.Tests.Hosts.Jobs;

/// <summary>Jobs on this machine, with everything in one shell: session, scripts and job.</summary>
public abstract class LocalJobs(string shell) : JobContract, IDisposable
{
    private readonly LocalSession _session = new();

    public void Dispose()
    {
        _session.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task<Opening> OpenAsync()
    {
        // Where a shell is missing, its tests run in the one that is there: they prove less, and say nothing wrong.
        var there = PosixShell.IsThere(shell.Split(' ')[0]) ? shell : "/bin/sh";
        return await _session.OpenAsync(there) is Opened opened ? opened with { Connection = new InShell(opened.Connection, there) } : throw new InvalidOperationException("No session.");
    }

    /// <summary>Lets scripts that ask for <c>sh</c> run in another shell.</summary>
    private sealed class InShell(IConnection inner, string shell) : IConnection
    {
        public string Host => inner.Host;

        public Task<Answer> SendAsync(Request request, CancellationToken cancellationToken) =>
            inner.SendAsync(new Request(request.Items.Select(item => item with { Command = Adapt(item.Command) }).ToValueList()), cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private Command Adapt(Command command) => command.Argv[0] == "sh" ? command with { Argv = [.. shell.Split(' '), .. command.Argv.Skip(1)] } : command;
    }
}

public sealed class DashJobTests() : LocalJobs("dash");

public sealed class BashJobTests() : LocalJobs("bash --posix");

public sealed class BusyboxJobTests() : LocalJobs("busybox sh");
