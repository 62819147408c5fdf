using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>One of <c>policies</c> as it is written: what it leaves out it has from the policy that it extends.</summary>
[NotYet("post_copy", "parallel", "compression", "encryption", "suspend", "zero_copy")]
public sealed record PolicyForm(
    SourceSpan Span,
    [Key("The policy that it changes: another one of these, or balanced, gentle, must-leave. Without it balanced.", Example = "must-leave")] Placed<string>? Extends = null,
    [Key("Bandwidth for one guest, in steps of 1 MiB/s; without it as fast as the link.", Example = "800Mbit/s")] Placed<ByteRate>? BandwidthPerGuest = null,
    [Key("Slow a guest down that dirties memory faster than it can be sent.")] bool? AutoConverge = null,
    [Key("How long a guest may pause at the end of its move.")] PauseForm? Pause = null,
    [Key("The longest time that a move may take; then it is cancelled, and the guest stays.", Example = "30m")] Placed<TimeSpan>? Deadline = null);

/// <summary><c>pause</c> as it is written.</summary>
public sealed record PauseForm(
    SourceSpan Span,
    [Key("The pause that is allowed at first.", Example = "100ms")] Placed<TimeSpan>? Start = null,
    [Key("The longest pause that is ever allowed: a move that goes on and on is given more, step by step, up to this.", Example = "500ms")] Placed<TimeSpan>? Ceiling = null);
