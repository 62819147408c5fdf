using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Ini;

/// <summary>
/// Takes the groups, hosts and variables of one INI inventory into the draft. Lines before the first section are hosts of no group.
/// </summary>
internal sealed partial class IniReader(SourceFile file, InventoryDraft draft, Findings findings)
{
    private readonly InventoryTree _tree = new(draft, findings);
    private readonly HashSet<string> _defined = new(draft.Groups.Keys, StringComparer.Ordinal);
    private readonly List<(string Name, SourceSpan Span)> _mentioned = [];
    private readonly Dictionary<GroupDraft, Dictionary<string, YamlEntry>> _variables = [];
    private GroupDraft _group = draft.Groups["ungrouped"];
    private string _kind = "hosts";

    public void Read()
    {
        var at = 0;
        foreach (var line in file.Text.Split('\n'))
        {
            var text = line.Trim();
            if (text.Length > 0 && text[0] is not ('#' or ';')) Line(text, at + line.IndexOf(text[0]));
            at += line.Length + 1;
        }

        foreach (var (group, entries) in _variables)
            group.Sets.Add(new VariableSet(new YamlMapping([.. entries.Values], entries.Values.First().Key.Span), InFile: false));
        foreach (var (name, span) in _mentioned.Where(mention => !_defined.Contains(mention.Name)))
            findings.Add(IniProblems.UndefinedGroup(span, name, _defined));
    }

    private void Line(string text, int at)
    {
        if (SectionHeader().Match(text) is { Success: true } header) Section(header, at);
        else if (text[0] == '[' && text[^1] == ']') BadSection(text, at);
        else if (_kind == "hosts") Host(text, at);
        else if (_kind == "vars") Variable(text, at);
        else if (_kind == "children") Child(text, at);
    }

    private void Section(Match header, int at)
    {
        var (name, kind) = (header.Groups["name"], header.Groups["kind"]);
        _kind = kind.Success ? kind.Value : "hosts";
        if (_kind is not ("hosts" or "children" or "vars")) findings.Add(IniProblems.UnknownSection(Span(at + kind.Index, kind.Length), _kind));
        if (Group(name.Value, Span(at + name.Index, name.Length)) is not { } group) _kind = "";
        else
        {
            _group = group;
            if (_kind == "vars") _mentioned.Add((group.Name, Span(at + name.Index, name.Length)));
            else _defined.Add(group.Name);
        }
    }

    /// <summary>What follows is passed over: it would be told for what it is not.</summary>
    private void BadSection(string text, int at)
    {
        findings.Add(IniProblems.BadSection(Span(at, text.Length), text));
        _kind = "";
    }

    private void Host(string text, int at)
    {
        var (words, open) = IniWords.Split(text);
        if (words is null)
        {
            findings.Add(IniProblems.OpenQuote(Span(at + open, 1)));
            return;
        }

        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (var word in words.Skip(1))
        {
            var span = Span(at + word.Start, word.Length);
            var equals = word.Text.IndexOf('=');
            if (equals < 1) findings.Add(IniProblems.NotAnAssignment(span, word.Text));
            else entries[word.Text[..equals]] = Entry(word.Text[..equals], word.Text[(equals + 1)..], span);
        }

        var name = Span(at + words[0].Start, words[0].Length);
        var set = entries.Count == 0 ? null : new VariableSet(new YamlMapping([.. entries.Values], name), InFile: false);
        _tree.Host(words[0].Text, name, set, _group.Name);
    }

    /// <summary>No quoting here: everything behind '=' is one value.</summary>
    private void Variable(string text, int at)
    {
        var equals = text.IndexOf('=');
        if (equals < 1)
        {
            findings.Add(IniProblems.NotAnAssignment(Span(at, text.Length), text));
            return;
        }

        var entry = Entry(text[..equals].TrimEnd(), text[(equals + 1)..].Trim(), Span(at, text.Length));
        if (!_variables.TryGetValue(_group, out var entries)) _variables.Add(_group, entries = new(StringComparer.Ordinal));
        entries[entry.Key.Text] = entry;
    }

    private void Child(string text, int at)
    {
        var name = text.Split('#')[0].TrimEnd();
        var span = Span(at, name.Length);
        if (name.Any(char.IsWhiteSpace)) findings.Add(IniProblems.NotOneName(span, name));
        else if (Group(name, span) is { } child)
        {
            _mentioned.Add((name, span));
            _group.Children.TryAdd(child.Name, span);
        }
    }

    private GroupDraft? Group(string name, SourceSpan span)
    {
        if (HostName.IsGroup(name)) return draft.Group(name, span);
        findings.Add(InventoryProblems.BadGroupName(span, name));
        return null;
    }

    private static YamlEntry Entry(string key, string value, SourceSpan written)
    {
        var from = written.File.Text.IndexOf('=', written.Start) + 1 - written.Start;
        var rest = written.File.Text.AsSpan(written.Start + from, written.Length - from);
        from += rest.Length - rest.TrimStart().Length;
        return new YamlEntry(
            new YamlScalar(key, Plain: false, written with { Length = Math.Min(key.Length, written.Length) }),
            PythonLiteral.Read(value, new SourceSpan(written.File, written.Start + from, Math.Max(1, written.Length - from))));
    }

    private SourceSpan Span(int start, int length) => new(file, start, length);

    [GeneratedRegex(@"^\[(?<name>[^:\]\s]+)(?::(?<kind>\w+))?\]\s*(?:#.*)?$")]
    private static partial Regex SectionHeader();
}
