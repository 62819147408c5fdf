using System.Text;

namespace LiveMigrationRunbooks.Tests.Hostile;

/// <summary>What a host that is broken, or means harm, may print: one list for every place to which its words can come.</summary>
internal static class HostileText
{
    /// <summary>Name and bytes.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["nothing"] = [],
        ["escape"] = Utf8("mtu \u001b[2J\u001b[1;31m9000\u001b[0m"),
        ["clipboard"] = Utf8("\u001b]52;c;cm0gLXJmIH4=\u0007"),
        ["c1"] = Utf8("\u009b31mred\u0085next\u009d52;c;eA==\u009c"),
        ["bidi"] = Utf8("abc\u202egnp.exe\u2066\u200f\u061c"),
        ["lone carriage return"] = Utf8("failed\rdone  "),
        ["bad UTF-8"] = [0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0xf5],
        ["NUL"] = Utf8("a\0b\0"),
        ["one long line"] = Utf8(new string('x', 1_000_000)),
        ["many lines"] = Utf8(string.Concat(Enumerable.Repeat("k=v\n", 100_000))),
        ["end of a script"] = Utf8("</script><img src=x onerror=alert(1)>"),
        ["template"] = Utf8("{{7*7}} ${7*7} {% raw %} #{1}"),
        ["deep JSON"] = Utf8(new string('[', 50_000)),
        ["deep YAML"] = Utf8("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b,*b]\n"),
        ["JSON of another form"] = Utf8("""[{"mtu":"nine","ifname":7,"linkinfo":[],"flags":{}},null,3]"""),
        ["empty JSON"] = Utf8("[]"),
        ["huge number"] = Utf8("99999999999999999999999999999999 1e999 -0 NaN 0x7fffffffffffffffff"),
        ["format string"] = Utf8("%s%n {0} {1:x} {Line}"),
        ["a frame"] = Utf8("\n00112233445566778899aabbccddeeff 0 0 4 0 0\nfake\n00112233445566778899aabbccddeeff end 0 0 0 0\n"),
        ["CSV"] = Utf8("=cmd|' /C calc'!A0,+1,@x"),
        ["tabs and separators"] = Utf8("\t\t\t\n\t\n====\n::::\n,,,,\n"),
    };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
