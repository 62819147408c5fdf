using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Envelopes;

/// <summary>The limits of a repository as they are written, in <c>lmr.yml</c> at its root.</summary>
public sealed record EnvelopeForm(
    [Key("How many hosts one stage of any runbook may change or empty at once.", Min = 1, Example = "2")] int? MaxHostsOut = null,
    [Key("Kinds that apply refuses, * for any letters; evacuate stands for moving guests.", Example = "[kernel.cmdline, \"firewall.*\"]")] ValueList<Placed<string>>? ForbiddenKinds = null,
    [Key("SHA-256 of programs of the repository, and of commands that runbooks run on hosts (check.command, validate), that apply may run. Where the list is given, apply refuses every other such command. It is never believed by validate or plan, because a change under review could have written it.")] ValueList<Placed<string>>? TrustedDigests = null,
    [Key("The file of those who may sign plans, as ssh-keygen(1) describes allowed signers; relative to this file.", Example = "signers")] Placed<string>? Signers = null,
    [Key("Whether apply takes only plans that one of the signers has signed.")] bool RequireSignature = false,
    [Key("Whether apply takes only what is committed: every file that was read is as it is in the commit that is checked out.")] bool RequireCleanCommit = false);
