using LiveMigrationRunbooks.Language.Text;
using YamlDotNet.Core.Events;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Turns the parser's marks into spans.</summary>
internal static class YamlMarks
{
    public static SourceSpan Span(SourceFile file, long start, long end)
    {
        var from = (int)Math.Clamp(start, 0, file.Text.Length);
        return new SourceSpan(file, from, (int)Math.Clamp(end, from, file.Text.Length) - from);
    }

    /// <summary>The tag of a node, as written.</summary>
    public static SourceSpan OfTag(SourceFile file, NodeEvent node)
    {
        var start = Math.Max(0, file.Text.IndexOf('!', (int)node.Start.Index));
        var end = start;
        while (end < file.Text.Length && !char.IsWhiteSpace(file.Text[end]) && file.Text[end] is not (',' or ']' or '}')) end++;
        return new SourceSpan(file, start, end - start);
    }

    /// <summary>A scalar's marks include its anchor and tag, and the line ends behind a block; neither is part of the value.</summary>
    public static SourceSpan OfScalar(SourceFile file, Scalar scalar)
    {
        var (start, end) = ((int)scalar.Start.Index, (int)Math.Min(scalar.End.Index, file.Text.Length));
        while (start < end && (!scalar.Anchor.IsEmpty || !scalar.Tag.IsEmpty) && file.Text[start] is '&' or '!')
        {
            while (start < end && !char.IsWhiteSpace(file.Text[start])) start++;
            while (start < end && file.Text[start] is ' ') start++;
        }

        while (end > start && file.Text[end - 1] is '\n' or '\r' or ' ') end--;
        return new SourceSpan(file, start, end - start);
    }
}
