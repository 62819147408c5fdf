using System.CommandLine;
using LiveMigrationRunbooks.Cli;
using LiveMigrationRunbooks.Cli.Verbs;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Diagnostics;

var root = new RootCommand("Plans, tunes and empties hypervisor hosts from YAML runbooks.")
{
    ValidateVerb.Command(),
    PlanVerb.Command(),
    ApplyVerb.Command(),
    MigrateVerb.Command(),
    DriftVerb.Command(),
    RollbackVerb.Command(),
    ResumeVerb.Command(),
    InventoryVerb.Command(),
    ShowVerb.Command(),
    RunsVerb.Command(),
    SampleVerb.Command(),
    LocksVerb.Command(),
    TrustVerb.Command(),
    RenderVerb.Command(),
    SchemaVerb.Command(),
    InitVerb.Command(),
};

// Whatever is written from here on, by whomever, passes the guard.
Console.SetOut(new GuardedWriter(Console.Out));
Console.SetError(new GuardedWriter(MoveBoard.Below(Console.Error)));
root.Options.Add(Verbosity.Option);

var pasted = new Findings();
PastedArguments.Check(args, pasted);
if (pasted.HasErrors)
{
    DiagnosticsView.Print(pasted, json: false);
    return ExitCodes.Refused;
}

// A word that begins with @ is a file of values or of hosts, not of further options.
// Signals are ours: while hosts are changed, the first lets what is under way end safely and the second leaves at once.
using var interruption = new Interruption();
try
{
    var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    Verbosity.Of(parsed);
    return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, interruption.Token);
}
catch (OperationCanceledException)
{
    return interruption.ExitCode;
}
catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
{
    // What is not on the disk was not promised: a run whose journal cannot be written ends here, and the next apply looks what became of it.
    return Say.Broken("journal.unwritable", problem.Message);
}
catch (Exception problem)
{
    // Left to the runtime it would be written past the guard.
    return Say.Broken("fault", $"this is a fault of lmr itself. {problem}");
}
finally
{
    Verbosity.Close();
}
