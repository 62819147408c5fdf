using System.Text;

namespace LiveMigrationRunbooks.Commands;

/// <summary>
/// One program to run on a host: an argument vector, never a shell line, and what it gets on standard input.
/// Data and secrets travel on standard input only, because every argument is visible in <c>ps</c>.
/// </summary>
public sealed record Command(ValueList<string> Argv, [property: System.Text.Json.Serialization.JsonIgnore] ValueList<byte>? Input = null)
{
    public static Command Of(params string[] argv) => new([.. argv]);

    /// <summary>A constant shell text with positional arguments <c>$1 …</c>; values never become part of the text.</summary>
    public static Command Sh(string constantText, params string[] arguments) => new(["sh", "-c", constantText, "lmr", .. arguments]);

    public Command WithInput(string text) => this with { Input = [.. Encoding.UTF8.GetBytes(text)] };

    /// <summary>The command as a person would type it into a shell; for plans and reports.</summary>
    public override string ToString() => string.Join(' ', Argv.Select(ShellQuote.ForReading));
}
