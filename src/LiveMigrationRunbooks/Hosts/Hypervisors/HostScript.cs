using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Hypervisors;

/// <summary>The constant shell texts of this room, as they lie beside it. Values reach them as positional arguments or on standard input.</summary>
internal static class HostScript
{
    public static Command WithSections(string file, params string[] arguments) => Command.Sh(Text("sections.sh") + "\n" + Text(file), arguments);

    public static Command Plain(string file, params string[] arguments) => Command.Sh(Text(file), arguments);

    private static string Text(string file) => ShellText.Of("Hosts/Hypervisors/" + file);
}
