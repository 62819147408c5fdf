using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A list whose entries are read one by one by a reader of their own; <typeparamref name="T"/> holds the keys of an entry.</summary>
public sealed record Entries<T>(YamlSequence List) : IForm<Entries<T>>
{
    public static string Form => "a list";

    public static IReadOnlyList<string> JsonTypes => ["array"];

    public static Entries<T>? Bind(YamlNode node) => node is YamlSequence list ? new(list) : null;
}
