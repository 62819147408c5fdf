using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Builds the tree from the parser's events; each method begins at the first event of its node and ends behind the last.</summary>
internal sealed class YamlTree(SourceFile file, Parser parser, YamlDialect dialect, Findings findings, bool isJson = false)
{
    private const int MaximumDepth = 64;

    // The parser's time grows with the square of the depth, so what lies this deep is not even skipped.
    private const int DepthOfNoReturn = 1000;

    private readonly YamlAnchors _anchors = new(findings);
    private readonly Stack<SourceSpan> _open = new();
    private readonly HashSet<int> _unquotedTemplates = [];
    private bool _toldDepth;
    private bool _gaveUp;

    /// <summary>The innermost bracket that is still open.</summary>
    public SourceSpan? OpenBracket => _open.TryPeek(out var span) ? span : null;

    /// <summary>Reading was ended on purpose; what lies below is not looked at.</summary>
    public bool GaveUp => _gaveUp;

    /// <summary>True where a finding already explains why the parser lost its way in this line.</summary>
    public bool ExplainsLine(YamlException problem) => _gaveUp || _unquotedTemplates.Contains((int)problem.Start.Line);

    public YamlNode Node(int depth, YamlPlace place = YamlPlace.Value)
    {
        var start = parser.Current ?? throw new YamlException("The file ends too early.");
        if (findings.IsFull) throw GivenUp();
        if (start is AnchorAlias alias)
        {
            parser.MoveNext();
            return _anchors.Resolve(alias.Value.Value, Span(start.Start.Index, start.End.Index), depth, MaximumDepth);
        }

        var anchor = start is NodeEvent { Anchor.IsEmpty: false } named ? named.Anchor.Value : null;
        _anchors.Begin(anchor, depth);
        var node = start switch
        {
            Scalar scalar => ScalarNode(scalar, place),
            SequenceStart sequence => depth < MaximumDepth ? SequenceNode(sequence, depth) : Skip(start),
            MappingStart mapping => depth < MaximumDepth ? MappingNode(mapping, depth) : Skip(start),
            _ => throw new YamlException(start.Start, start.End, "While parsing a node, did not find expected node content."),
        };
        _anchors.End(anchor, node, depth);
        return node;
    }

    private YamlScalar ScalarNode(Scalar scalar, YamlPlace place)
    {
        parser.MoveNext();
        var plain = scalar.Style == ScalarStyle.Plain;
        var node = new YamlScalar(scalar.Value, plain, YamlMarks.OfScalar(file, scalar)) { Tag = Tag(scalar) };
        if (node.Tag is not null) return node with { Plain = false };
        if (place == YamlPlace.Key && YamlCharacters.HidesIndentation(node))
        {
            findings.Add(YamlProblems.InvisibleCharacter(node.Span with { Length = 1 }, node.Text[0]));
            throw GivenUp();
        }

        // What was probably meant is read on with, so that one mistake is told once.
        node = YamlCharacters.Mend(node, place, scalar.Style, dialect, findings);
        // A key is a name, also where its letters would mean a truth value.
        return dialect == YamlDialect.Ansible && plain && place != YamlPlace.Key && !isJson ? AnsibleScalars.Read(node, findings) : node;
    }

    private YamlSequence SequenceNode(SequenceStart start, int depth)
    {
        Enter(start, start.Style == SequenceStyle.Flow);
        var items = new List<YamlNode>();
        while (parser.Current is not SequenceEnd) items.Add(Node(depth + 1));
        return new YamlSequence(items, Leave(start, start.Style == SequenceStyle.Flow, items.FirstOrDefault()));
    }

    private YamlNode MappingNode(MappingStart start, int depth)
    {
        var flow = start.Style == MappingStyle.Flow;
        Enter(start, flow);
        if (flow && parser.Current is MappingStart inner && inner.Start.Index == start.Start.Index + 1) return UnquotedTemplate(start);
        var entries = new YamlEntries(dialect, findings);
        while (parser.Current is not MappingEnd)
        {
            var key = Node(depth + 1, YamlPlace.Key);
            var value = Node(depth + 1, YamlCharacters.PlaceUnder(key));
            if (key is YamlScalar word) entries.Add(word, value);
            else findings.Add(YamlProblems.ComplexKey(key.Span));
        }

        return new YamlMapping(entries.Merged, Leave(start, flow, entries.First));
    }

    /// <summary><c>{{ x }}</c> without quotes is a mapping whose key is a mapping; nobody ever means that.</summary>
    private YamlScalar UnquotedTemplate(MappingStart start)
    {
        var at = (int)start.Start.Index;
        var end = file.Text.IndexOfAny(['\n', '\r'], at);
        var close = file.Text.IndexOf("}}", at, StringComparison.Ordinal);
        var stop = close >= 0 && (end < 0 || close < end) ? close + 2 : end < 0 ? file.Text.Length : end;
        var span = new SourceSpan(file, at, stop - at);
        _unquotedTemplates.Add((int)start.Start.Line);
        findings.Add(YamlProblems.UnquotedTemplate(span));
        while (parser.Current is not MappingEnd) Skip(parser.Current!);
        _open.Pop();
        parser.MoveNext();
        return new YamlScalar(file.Text[at..stop], Plain: false, span);
    }

    private YamlScalar Skip(ParsingEvent start)
    {
        var span = Span(start.Start.Index, start.Start.Index + 1);
        var inside = 0;
        do
        {
            inside += parser.Current!.NestingIncrease;
            if (inside > DepthOfNoReturn) _gaveUp = true;
            else parser.MoveNext();
        }
        while (inside > 0 && !_gaveUp);
        if (!_toldDepth && _unquotedTemplates.Count == 0) findings.Add(YamlProblems.TooDeep(span, MaximumDepth));
        _toldDepth = true;
        if (_gaveUp) throw GivenUp();
        return new YamlScalar("", Plain: true, span);
    }

    private YamlException GivenUp()
    {
        _gaveUp = true;
        return new YamlException("Reading ends here; why has been told.");
    }

    private void Enter(NodeEvent start, bool flow)
    {
        Tag(start);
        if (flow) _open.Push(Span(start.Start.Index, start.Start.Index + 1));
        parser.MoveNext();
    }

    /// <summary>A block collection has no letters of its own, so its first key or entry stands for it.</summary>
    private SourceSpan Leave(NodeEvent start, bool flow, YamlNode? first)
    {
        var end = parser.Current!.Start.Index;
        parser.MoveNext();
        if (flow) _open.Pop();
        return flow || first is null ? Span(start.Start.Index, flow ? end + 1 : start.Start.Index) : first.Span;
    }

    private string? Tag(NodeEvent start)
    {
        if (start.Tag.IsEmpty || start.Tag.IsNonSpecific) return null;
        var tag = start.Tag.Value;
        if (dialect == YamlDialect.Ansible && start is Scalar && tag is "!vault" or "!vault-encrypted" or "!unsafe")
            return tag == "!unsafe" ? tag : "!vault";
        // The parser gives the long form of '!!x'; people look for what they wrote.
        var written = YamlMarks.OfTag(file, start);
        findings.Add(YamlProblems.Tag(written, file.Text.Substring(written.Start, written.Length)));
        return null;
    }

    private SourceSpan Span(long start, long end) => YamlMarks.Span(file, start, end);
}
