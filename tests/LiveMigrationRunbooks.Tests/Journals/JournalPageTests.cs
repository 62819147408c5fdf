using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Journals;

/// <summary>The page that documents the journal names every record and every member, because it is made from them.</summary>
public sealed partial class JournalPageTests
{
    private static readonly Dictionary<string, XElement> s_comments = XDocument.Load(Path.ChangeExtension(typeof(JournalRecord).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(member => (string?)member.Attribute("name") ?? "", StringComparer.Ordinal);

    [Fact]
    public void The_page_is_current() => Baseline.Current(Repository.Path("src", "journal.md"), Page());

    private static string Page()
    {
        var text = new StringBuilder(Preamble);
        foreach (var record in typeof(JournalRecord).GetCustomAttributes<JsonDerivedTypeAttribute>().OrderBy(each => (string?)each.TypeDiscriminator, StringComparer.Ordinal))
        {
            text.Append($"\n### `{record.TypeDiscriminator}`\n\n{Sentence(Comment($"T:{record.DerivedType.FullName}")?.Element("summary"))}| member | type | |\n|---|---|---|\n");
            foreach (var member in record.DerivedType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.Name != "EqualityContract"))
                text.Append($"| `{JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name)}` | {TypeOf(member)} | {Says(record.DerivedType, member)} |\n");
        }
        return text.ToString();
    }

    private static string Says(Type record, PropertyInfo member) => Words(
        Comment($"T:{record.FullName}")?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == member.Name)
        ?? Comment($"P:{record.FullName}.{member.Name}")?.Element("summary")).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Sentence(XElement? element) => Words(element) is { Length: > 0 } words ? words + "\n\n" : "";

    private static XElement? Comment(string name) => s_comments.GetValueOrDefault(name);

    // A <see cref="…"/> has no text of its own.
    private static string Words(XElement? element) => element is null ? "" : Blanks().Replace(string.Concat(element.DescendantNodes().Select(node => node switch
    {
        XText { Parent.Name.LocalName: "c" } code => $"`{code.Value}`",
        XText words => words.Value,
        XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref") ?? "").Split('.')[^1],
        _ => "",
    })), " ").Trim();

    private static string TypeOf(PropertyInfo member)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        var optional = type != member.PropertyType || new NullabilityInfoContext().Create(member).ReadState == NullabilityState.Nullable;
        return Name(type) + (optional ? ", may be missing" : "");
    }

    private static string Name(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type.IsEnum => string.Join(" · ", Enum.GetNames(type)),
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>) => $"list of {Name(type.GetGenericArguments()[0])}",
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueMap<>) => $"map of {Name(type.GetGenericArguments()[0])}",
        _ when type.IsPrimitive => "number",
        _ => "object",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    private static string Preamble => """
        # The journal of a run

        `.lmr/runs/RUN/journal.jsonl`, beside `plan.json`: what a run meant to do and what became of it, one line of JSON for each record. `lmr runs check
        RUN` looks through it, `lmr show RUN` tells it. The list of records below is made from the sources by the unit tests
        (`LMR_ACCEPT=1` writes it anew).

        ## A line

            {"seq":7,"at":"2026-11-20T22:04:05.123Z","record":{"is":"batch_meant", …},"digest":"32 hexadecimal digits"}

        | | |
        |---|---|
        | `seq` | 1, 2, 3 … without a gap; this alone is the order |
        | `at` | the controller's clock, in UTC: a label, on which nothing depends |
        | `record` | what it is about; `is` names its kind |
        | `digest` | the first 32 digits of SHA-256 over the digest of the line before (`lmr-journal-1` before the first), `seq`, `at` and the text of `record`, with a line feed between them |

        So a line that was changed, lost, doubled, moved, or put in from another journal is seen, and so is the place. The chain is no signature: whoever
        can write the file can write all of it anew. That is why it must belong to whoever reads it, with mode 0600.

        ## Rules

        - Every line is on the disk (`fsync`, and the folder's, too) before the host is touched that it tells of.
        - A write or an `fsync` that fails ends the run at once, with exit code 8 and the reason `journal.unwritable`, and the message names the file. Nothing is tried
          again: after a failed `fsync` the second one may report success for data that is gone.
        - Room for 16 MiB is taken from the file system when the run starts, without lengthening the file, and given back at its end. A full disk is thus a refusal
          before the first host is touched. File systems that cannot promise room (NFS before 4.2, ZFS) promise none here either.
        - A last line that is no record is a torn tail: the run died in the middle of it, before anything was done because of it. It is said, left out, and cut off when the
          run goes on. A line that is whole and does not follow is never a torn tail.
        - Anything else that is wrong is damage. Nothing is concluded from such a journal, and nothing is added to it: what became of the hosts, they tell themselves.
        - No secret is in it, and no letter that would move a terminal's cursor: those are written as `\uXXXX`.

        ## Versions

        The first line is a header, `{"is":"journal","format":1,"tool":"lmr 0.1.0"}`, in a line of the form above; that form never changes.

        - A newer `format` is refused, with both versions named.
        - Within a format, records are only added, and members are only added, with a default. A member that is not known is passed over. A record that is not known is refused by
          its number: to pass over what a run meant would be to guess.
        - A journal without a header was written before there were headers; it is read as format 1.

        ## Records

        """;
}
