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
    RollbackVerb.Command(),
    ResumeVerb.Command(),
    InventoryVerb.Command(),
    ShowVerb.Command(),
    RunsVerb.Command(),
    LocksVerb.Command(),
    TrustVerb.Command(),
    RenderVerb.Command(),
    SchemaVerb.Command(),
    InitVerb.Command(),
};

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
    return await root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, interruption.Token);
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
