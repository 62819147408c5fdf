using System.Xml;
using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>What a host told of a storage pool or a network.</summary>
internal sealed class ObjectReading
{
    private readonly ILookup<string, string> _told;

    private ObjectReading(ILookup<string, string> told, string? kept, string? running) => (_told, Kept, Running) = (told, kept, running);

    public static ObjectReading Of(CommandResult answer)
    {
        var (kept, running) = (Block(answer, "kept"), Block(answer, "running"));
        return new(answer.Lines.Where(line => !line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split(' ', 2)).Where(words => words.Length == 2).ToLookup(words => words[0], words => words[1]), kept, running);
    }

    /// <summary>The definition that is kept, as XML; null where there is none.</summary>
    public string? Kept { get; }

    /// <summary>The definition that it runs with; null where it is not active.</summary>
    public string? Running { get; }

    public bool IsPersistent => Kept is not null && _told["persistent"].FirstOrDefault() == ObjectState.Yes;

    public bool IsActive => _told["active"].FirstOrDefault() == ObjectState.Yes;

    public bool StartsAtBoot => _told["autostart"].FirstOrDefault() == ObjectState.Yes;

    public ValueList<string> Guests => [.. _told["guest"]];

    public bool IsAbsent(string path) => _told["absent"].Contains(path);

    public bool Has(string program) => _told["has"].Contains(program);

    public bool Lacks(string type) => _told["lacks"].Contains(type);

    public static XElement Parse(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true });
        return XElement.Load(reader);
    }

    private static string? Block(CommandResult answer, string name)
    {
        var lines = answer.Text.Split('\n').SkipWhile(line => line != name).Skip(1).TakeWhile(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line[2..]).ToList();
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }
}
