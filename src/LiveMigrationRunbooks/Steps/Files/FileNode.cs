using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>
/// The bytes of a file in a tree, in place of what would have been a scalar: they may be no text, and nothing that looks for a template or
/// a number finds one in them.
/// </summary>
public sealed record FileNode(byte[] Bytes, SourceSpan Span) : YamlNode(Span);
