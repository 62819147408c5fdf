using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Schedules;

/// <summary><c>window</c> as it is written.</summary>
public sealed record WindowForm(
    SourceSpan Span,
    [Key("The zone of all times of the window: an IANA name.", Example = "Europe/Berlin")] Placed<string> Zone,
    [Key("When it opens, and for how long: days (daily, Sat, Mon-Fri, Sat,Sun), time, +duration. Without it the window is always open but for blackouts.", Example = "[\"Sat 22:00 +6h\", \"daily 01:00 +4h\"]")]
    ValueList<Placed<string>>? Allow = null,
    [Key("Days on which it stays closed, whatever 'allow' says.")] ValueList<BlackoutForm>? Blackout = null);

/// <summary>One of <c>window.blackout</c> as it is written.</summary>
public sealed record BlackoutForm(
    [Key("The first day, in the window's zone.", Example = "2026-12-20")] Placed<string> From,
    [Key("The last day, itself included; without it the first is the only one.", Example = "2027-01-05")] Placed<string>? To = null,
    [Key("Why; plans say it.", Example = "year-end freeze")] string? Reason = null);
