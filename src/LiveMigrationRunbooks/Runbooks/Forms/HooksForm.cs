using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary><c>evacuate.hooks</c> as it is written.</summary>
public sealed record HooksForm(
    SourceSpan Span,
    [Key("Run before a guest leaves: where it fails, the guest stays.")] HookForm? BeforeGuest = null,
    [Key("Run when a guest has left and was asked whether it serves; also where it stayed after before_guest was run, so that it can take that back.")] HookForm? AfterGuest = null);

/// <summary>One of <c>evacuate.hooks</c> as it is written.</summary>
public sealed record HookForm(
    SourceSpan Span,
    [Key("The program and its arguments; without a shell. With a slash it is found from the folder of the runbook, else in PATH. It runs only where it is trusted: lmr trust --executable FILE. It gets a JSON object about the guest on its standard input, and succeeds by ending with 0.", Example = "[hooks/drain.sh, pool-a]")] ValueList<Placed<string>> Argv,
    [Key("How long it may take, from 1s to 1h; then it is ended, and has failed. Without it 1m.", Example = "30s")] Placed<TimeSpan>? Within = null);
