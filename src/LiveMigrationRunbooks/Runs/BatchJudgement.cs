using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>How the deeds of a batch ended, from what its job tells and from what was read again after it. Pure.</summary>
internal sealed class BatchJudgement(JobReading reading, Verification verify, IReadOnlyDictionary<string, CommandResult> results)
{
    /// <summary>Whether the job came to the deed.</summary>
    public bool Ran(Deed deed) => StepOf(deed) is not null;

    public (DeedEnd End, string Text) Of(Deed deed) => deed is ChangeDeed { Restores: not null } back ? Back(back) : Forth(deed);

    private (DeedEnd End, string Text) Forth(Deed deed)
    {
        var name = NameOf(deed);
        if (StepOf(deed) is not { } step)
        {
            // A job that was killed between two steps tells of no failure of its own, and is none the less not done.
            return reading.State == JobState.Interrupted && !reading.Steps.Any(Broke) ? (DeedEnd.Failed, $"{name}: the job was interrupted before it") : (DeedEnd.NotRun, $"{name}: not run");
        }
        if (step.State != JobStepState.Done || step.ExitCode != 0) return (DeedEnd.Failed, $"{name}: failed: {(step.Err.Trim() is { Length: > 0 } said ? said : $"exit code {step.ExitCode}")}");
        return verify.Lacks(deed, results) is { } lacks ? (DeedEnd.Failed, $"{name}: done, but reading again does not find what was wanted: {lacks}") : (DeedEnd.Done, $"{name}: done");
    }

    // Where the change had come to nothing there is nothing for the commands of its way back to do, and they may say so.
    private (DeedEnd End, string Text) Back(ChangeDeed deed)
    {
        var step = StepOf(deed);
        var stranger = step is { ExitCode: JobStep.ChangedSince };
        var lacks = verify.Lacks(deed, results);
        if (step is { State: JobStepState.Done } && !stranger && lacks is null) return (DeedEnd.Done, $"{NameOf(deed)}: as it was");
        var why = stranger ? "a file was changed by somebody else since; nothing is overwritten"
            : step?.Err.Trim() is { Length: > 0 } said ? said
            : $"reading again does not find what was there before{(lacks is null ? "" : $": {lacks}")}";
        return (DeedEnd.Held, $"{NameOf(deed)}: not taken back: {why}");
    }

    public static string NameOf(Deed deed) => deed switch
    {
        ChangeDeed change => change.Step.Name,
        OperationDeed operation => operation.Step.Name,
        LeaveDeed leave => leave.Step.Name,
        _ => deed.Id,
    };

    private JobStepReading? StepOf(Deed deed) => reading.Steps.FirstOrDefault(step => step.Id == deed.Id && step.State != JobStepState.NotRun);

    private static bool Broke(JobStepReading step) => step.State == JobStepState.Running || step is { State: JobStepState.Done, ExitCode: not 0 };
}
