using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Trust;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Envelopes;

/// <summary>A command that an author of the repository lets hosts run, with the digest by which it is trusted.</summary>
public sealed record OwnCommand(string Host, string Step, Command Command)
{
    /// <summary>SHA-256 over its words as the host gets them, each ended by a NUL; what the program on the host holds is not in it.</summary>
    public string Digest => TrustedExecutables.Digest(Encoding.UTF8.GetBytes("command\n" + string.Concat(Command.Argv.Select(word => word + '\0'))));

    /// <summary>Those that a plan would run, in its order.</summary>
    public static IEnumerable<OwnCommand> In(Plan plan) => plan.Deeds.SelectMany(Of);

    private static IEnumerable<OwnCommand> Of(Deed deed) => StepOf(deed) is { } step && StepCatalogue.FromJson(step.Kind, step.Arguments) is { } bound
        ? bound.OwnCommands().Select(command => new OwnCommand(deed.Host, step.Name, command)) : [];

    private static StepReference? StepOf(Deed deed) => deed switch
    {
        ChangeDeed change => change.Step,
        OperationDeed operation => operation.Step,
        CheckDeed check => check.Step,
        _ => null,
    };
}
