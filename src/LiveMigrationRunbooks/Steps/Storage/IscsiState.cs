using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Storage;

/// <summary>A session with a target, or the record of one.</summary>
/// <param name="Session">Of a session its state in the kernel's words, LOGGED_IN when it is well; empty for a record.</param>
/// <param name="Startup">Of a record who logs in after a boot: automatic, manual, onboot.</param>
/// <param name="User">Of a record the name for CHAP; empty where none is used.</param>
/// <param name="Keyed">A digest of CHAP's password that the host made with a key of its own; empty where the step gives none.</param>
/// <param name="Records">The files of the record, those of several interfaces among them.</param>
public sealed record IscsiState(string Session, string Startup = "", string User = "", string Keyed = "", ValueList<string>? Records = null)
{
    internal const string Well = "LOGGED_IN";

    internal string Shown => Session switch
    {
        Well => "logged in",
        { Length: > 0 } => $"a session that is {Session}",
        _ => $"startup {Startup}{(User.Length > 0 ? $", CHAP as {User}" : "")}",
    };
}
