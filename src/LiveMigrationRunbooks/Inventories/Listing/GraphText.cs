using System.Text;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>A graph as a tree, in the shape that <c>ansible-inventory --graph</c> prints.</summary>
public static class GraphText
{
    /// <param name="width">Where the values of variables are cut.</param>
    public static string Of(GroupGraph graph, bool variables, int width)
    {
        var text = new StringBuilder();
        Group(graph, 0);
        return text.ToString();

        void Group(GroupGraph group, int depth)
        {
            Line($"@{group.Name}:", depth);
            foreach (var child in group.Children) Group(child, depth + 1);
            foreach (var host in group.Hosts)
            {
                Line(host.Name, depth + 1);
                Variables(host.Variables, depth + 2);
            }

            Variables(group.Variables, depth + 1);
        }

        void Variables(IReadOnlyList<OwnVariable> own, int depth)
        {
            if (!variables) return;
            foreach (var variable in own) Line($"{{{variable.Name} = {variable.Value.Text}}}", depth);
        }

        void Line(string what, int depth)
        {
            for (var level = 0; level < depth; level++) text.Append("  |");
            var indent = depth == 0 ? "" : "--";
            var room = Math.Max(20, width - (3 * depth) - indent.Length);
            text.Append(indent).Append(what[0] == '{' ? ValueText.Cut(what, room) : what).Append('\n');
        }
    }
}
