using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Tests.Hosts.Connections;
using LiveMigrationRunbooks.Tests.Hosts.Jobs;
using Xunit;

#pragma warning disable CA1001 // xunit ends these classes through IAsyncLifetime

namespace LiveMigrationRunbooks.LabTests.Contracts;

/// <summary>The contract of a connection over OpenSSH, as root.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class SshConnectionTests : ConnectionContract, IAsyncLifetime
{
    private readonly SshSession _session = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _session.DisposeAsync().AsTask();

    protected override Task<Opening> OpenAsync() => _session.OpenAsync();
}

/// <summary>The same through sudo.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class SudoConnectionTests : ConnectionContract, IAsyncLifetime
{
    private readonly SshSession _session = new(user: "ops");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _session.DisposeAsync().AsTask();

    protected override Task<Opening> OpenAsync() => _session.OpenAsync();
}

/// <summary>Jobs under systemd.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class SshJobTests : JobContract, IAsyncLifetime
{
    private readonly SshSession _session = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _session.DisposeAsync().AsTask();

    protected override Task<Opening> OpenAsync() => _session.OpenAsync();
}

/// <summary>Claims on a real host.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class SshHostClaimTests : HostClaimContract, IAsyncLifetime
{
    private readonly SshSession _session = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _session.DisposeAsync().AsTask();

    protected override Task<Opening> OpenAsync() => _session.OpenAsync();
}
