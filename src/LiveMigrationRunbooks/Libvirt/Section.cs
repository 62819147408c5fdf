using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>What one program inside a read script answered. <paramref name="About"/> is what was asked about (a UUID, a path), empty for the host itself.</summary>
public sealed record Section(string Name, string About, int ExitCode, string Out, string Err)
{
    public bool Succeeded => ExitCode == 0;

    public string Complaint => ExitCode switch
    {
        124 or 137 => "no answer in time",
        127 => "program not found",
        _ => Err.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? $"exit code {ExitCode}",
    };

    public IEnumerable<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>
/// The answer of a read script cut into its sections: a head line <c>%%lmr NAME ABOUT RC OUTLEN ERRLEN</c> and exactly that many bytes, so no
/// text of a guest can look like a head. Without the last line <c>%%lmr end</c> it is not an answer.
/// </summary>
public sealed record SectionedAnswer(ValueList<Section> Sections, string? Broken)
{
    private const string Mark = "%%lmr ";

    /// <summary>The section of that name (and subject); null when the script did not come that far.</summary>
    public Section? Find(string name, string about = "") => Sections.FirstOrDefault(section => section.Name == name && section.About == about);

    public static SectionedAnswer Read(CommandResult result)
    {
        var sections = new List<Section>();
        var rest = result.Out.Span;
        if (result.Lost > 0) return new SectionedAnswer([], $"{result.Lost} bytes of the answer were cut off");
        while (true)
        {
            var end = rest.IndexOf((byte)'\n');
            if (end < 0) return Cut(sections, result);
            var head = Encoding.UTF8.GetString(rest[..end]);
            rest = rest[(end + 1)..];
            if (head.Length == 0) continue;
            if (head == Mark + "end") return new SectionedAnswer(sections.ToValueList(), null);
            if (Header(head) is not { } header || header.Out + header.Err > rest.Length) return Cut(sections, result);
            var output = Encoding.UTF8.GetString(rest[..header.Out]);
            var error = Encoding.UTF8.GetString(rest.Slice(header.Out, header.Err));
            rest = rest[(header.Out + header.Err)..];
            sections.Add(new Section(header.Name, header.About == "-" ? "" : header.About, header.Code, output, error));
        }
    }

    private static SectionedAnswer Cut(List<Section> sections, CommandResult result) =>
        new(sections.ToValueList(), result.ExitCode switch
        {
            124 or 137 => "the read script did not end in time",
            0 => "the answer of the read script breaks off",
            _ => result.Complaint,
        });

    private static (string Name, string About, int Code, int Out, int Err)? Header(string line)
    {
        if (!line.StartsWith(Mark, StringComparison.Ordinal)) return null;
        var words = line[Mark.Length..].Split(' ');
        return words.Length == 5 && Number(words[2]) is { } code && Number(words[3]) is { } output && Number(words[4]) is { } error
            ? (words[0], words[1], code, output, error)
            : null;
    }

    private static int? Number(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
