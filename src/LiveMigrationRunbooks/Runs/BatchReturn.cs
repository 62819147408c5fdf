using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>One change after its way back. <paramref name="Problem"/> is null where the host is as it was before it.</summary>
internal sealed record ReturnedChange(ChangeDeed Deed, string? Problem);

/// <summary>What came of taking a batch back; operations were run once more.</summary>
internal sealed record ReturnedBatch(IReadOnlyList<ReturnedChange> Changes, IReadOnlyList<(OperationDeed Deed, bool Ran)> Operations);

/// <summary>Takes the changes of one batch back, as a job on their host, and reads everything again.</summary>
internal sealed class BatchReturn(HostSessions sessions, Claims claims, RunRecord record)
{
    private const string Start = "start";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <param name="run">The run that made the changes; its number of the batch names the kept files.</param>
    /// <param name="done">The deeds of the batch that are taken back.</param>
    public async Task<ReturnedBatch> DoAsync(string run, RunBatch batch, IReadOnlyList<Deed> done)
    {
        var number = record.NextBatch(batch.Host);
        record.Mean(new BatchMeant(batch.Host, number, [.. done.Select(deed => deed.Id)]));
        var job = new RollbackBatch(run, batch.Batch, batch.Deeds, done).Job(record.Run, number);
        var readings = new Dictionary<string, HostReading> { [batch.Host] = HostReading.NotRead(batch.Host, new HostTrouble("", "", "")) };
        var verify = new Verification(batch.Host, [.. done], readings);
        var watched = await new JobWatch(sessions, batch.Host).RunAsync(
            record.Run, number, new RequestItem(Start, JobScripts.Start(job, claims.Epoch(batch.Host)), s_patience), verify.Items(), CancellationToken.None);
        return new ReturnedBatch(
            [.. done.OfType<ChangeDeed>().Reverse().Select(deed => new ReturnedChange(deed, Problem(deed)))],
            [.. done.OfType<OperationDeed>().Select(deed => (deed, watched?.Reading.Steps.FirstOrDefault(step => step.Id == deed.Id) is { ExitCode: 0 }))]);

        string? Problem(ChangeDeed deed)
        {
            var step = watched?.Reading.Steps.FirstOrDefault(step => step.Id == deed.Id);
            var stranger = step is { ExitCode: RollbackJob.ChangedSince };
            // Where the step had come to nothing there is nothing for its commands to take back, and they may say so.
            if (watched is not null && step is { State: JobStepState.Done } && !stranger && verify.IsBack(deed, watched.Results)) return null;
            if (stranger) return "a file was changed by somebody else since; nothing is overwritten";
            if (step?.Err.Trim() is { Length: > 0 } said) return said;
            if (watched is { NotBegun: { } why }) return $"not begun: {why}";
            return watched is null ? sessions.Trouble(batch.Host)?.What ?? "the host was lost" : "reading again does not find what was there before";
        }
    }
}
