using System.Text;
using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>
/// The keys of one kind of file, from its record and the records inside of it: a section for each mapping, named by its place in the file.
/// </summary>
internal static class KeyReference
{
    /// <param name="known">The file where records that stand in both are described already.</param>
    public static void Append(StringBuilder text, string title, string about, Type form, Type? known = null)
    {
        var places = known is null ? Places(form, title) : Places(known, "").Append(KeyValuePair.Create(form, title)).ToDictionary();
        foreach (var (type, place) in places.Where(place => known is null || place.Key == form))
        {
            text.Append($"\n### {(type == form ? place : $"`{place}`")}\n\n");
            if (type == form) text.Append(about).Append("\n\n");
            KeyTable.Append(text, "key", RecordShape.Of(type)!.Keys, places);
        }
    }

    // In the order in which a reader meets them; a record that stands in several places is described where it is met first.
    private static IReadOnlyDictionary<Type, string> Places(Type form, string title)
    {
        var places = new OrderedDictionary<Type, string> { [form] = title };
        Add(form, "");
        return places;

        void Add(Type type, string path)
        {
            foreach (var key in RecordShape.Of(type)!.Keys)
            {
                if (KeyTable.RecordIn(key.Type) is not { } inside) continue;
                var bare = ValueTypes.Bare(key.Type);
                var place = $"{path}{key.Name}{(inside == bare ? "" : ValueTypes.ValueOf(bare) is null ? "[]" : ".NAME")}";
                if (places.TryAdd(inside, place)) Add(inside, place + ".");
            }
        }
    }
}
