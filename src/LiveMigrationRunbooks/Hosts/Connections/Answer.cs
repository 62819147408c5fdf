using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>What came back for a request: <see cref="Answered"/> or <see cref="ConnectionLost"/>. No answer is never taken for an answer.</summary>
public abstract record Answer
{
    private protected Answer()
    {
    }
}

/// <summary>Every item of the request answered, by its id. An item that failed has answered too.</summary>
public sealed record Answered(IReadOnlyDictionary<string, CommandResult> Results) : Answer
{
    public CommandResult this[string id] => Results[id];
}

/// <summary>The connection broke before the whole answer was there; the host may have run all, some or none of the items.</summary>
public sealed record ConnectionLost(HostProblem Problem) : Answer;
