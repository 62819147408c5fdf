using System.CommandLine;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Runs.Claiming;

namespace LiveMigrationRunbooks.Cli;

/// <summary>The option by which a verb waits for hosts that other runs have.</summary>
internal sealed class LockTimeout
{
    public Option<string?> Option { get; } = Timeout();

    /// <summary>The time begins to run here.</summary>
    public ClaimWait Wait(ParseResult parse) =>
        Quantity.TryDuration(parse.GetValue(Option) ?? "0s", out var patience, out _) ? new ClaimWait(patience, Say.Progress, TimeProvider.System) : ClaimWait.None(TimeProvider.System);

    private static Option<string?> Timeout()
    {
        var option = new Option<string?>("--lock-timeout") { Description = "Wait so long for hosts that other runs have, such as 5m; without it they are not waited for." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !Quantity.TryDuration(text, out _, out var problem)) result.AddError($"--lock-timeout: {problem}");
        });
        return option;
    }
}
