using System.Globalization;
using System.Numerics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Ini;

/// <summary>
/// Types a value of an INI inventory as Ansible does, with the grammar of Python's <c>ast.literal_eval</c>: numbers, True, False, None, quoted
/// texts, lists, tuples (<c>80,443</c> is one) and dicts. Everything else is the text as it stands.
/// </summary>
internal sealed class PythonLiteral
{
    private const int MaximumDepth = 64;

    private readonly string _text;
    private readonly SourceSpan _span;
    private int _at;

    private PythonLiteral(string text, SourceSpan span) => (_text, _span) = (text, span);

    /// <summary>The value; every part of it stands where the whole is written.</summary>
    public static YamlNode Read(string text, SourceSpan span)
    {
        var literal = new PythonLiteral(text.TrimStart(' ', '\t'), span);
        return literal.Whole() ?? new YamlScalar(text, Plain: false, span);
    }

    private YamlNode? Whole()
    {
        var value = Several('\0', 0);
        Skip();
        return value is not null && _at == _text.Length ? value : null;
    }

    /// <summary>One value, or a tuple where commas follow, up to an end that is left to the caller.</summary>
    private YamlNode? Several(char end, int depth)
    {
        if (Value(depth) is not { } first) return null;
        if (!Take(',')) return first;
        List<YamlNode> items = [first];
        while (!AtEnd(end))
        {
            if (Value(depth) is not { } next) return null;
            items.Add(next);
            if (!Take(',')) break;
        }

        return new YamlSequence(items, _span);
    }

    private YamlNode? Value(int depth)
    {
        Skip();
        if (_at == _text.Length || depth > MaximumDepth) return null;
        switch (_text[_at])
        {
            case '[': return Bracketed(']', depth);
            case '(': return Bracketed(')', depth);
            case '{': return Mapping(depth);
        }

        if (PythonText.Starts(_text, _at)) return Texts();
        return char.IsAsciiLetter(_text[_at]) ? Name() : Number();
    }

    private YamlNode? Bracketed(char close, int depth)
    {
        _at++;
        if (Take(close)) return new YamlSequence([], _span);
        var from = _at;
        if (Several(close, depth + 1) is not { } inside || !Take(close)) return null;
        // '(1)' is 1, '(1,)' and '[1]' are lists; a tuple of one ends with its comma.
        if (close == ')') return inside;
        _at = from;
        var items = new List<YamlNode>();
        do
        {
            if (AtEnd(close)) break;
            if (Value(depth + 1) is not { } item) return null;
            items.Add(item);
        }
        while (Take(','));
        return Take(close) ? new YamlSequence(items, _span) : null;
    }

    private YamlMapping? Mapping(int depth)
    {
        _at++;
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        while (!AtEnd('}'))
        {
            if (Value(depth + 1) is not YamlScalar key || !Take(':') || Value(depth + 1) is not { } value) return null;
            // In Python the last of equal keys wins and keeps the place of the first.
            entries[key.Text] = new YamlEntry(key with { Plain = false }, value);
            if (!Take(',')) break;
        }

        return Take('}') ? new YamlMapping([.. entries.Values], _span) : null;
    }

    /// <summary>Texts that stand side by side are one.</summary>
    private YamlScalar? Texts()
    {
        var whole = "";
        while (PythonText.Starts(_text, _at))
        {
            if (PythonText.Read(_text, ref _at) is not { } part) return null;
            whole += part;
            Skip();
        }

        return new YamlScalar(whole, Plain: false, _span);
    }

    private YamlScalar? Name()
    {
        var from = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
        return _text[from.._at] switch
        {
            "True" => Plain("true"),
            "False" => Plain("false"),
            "None" => Plain("null"),
            _ => null,
        };
    }

    private YamlScalar? Number()
    {
        var negative = false;
        for (; _at < _text.Length && _text[_at] is '+' or '-' or ' '; _at++) negative ^= _text[_at] == '-';
        var from = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '_'
            || (_text[_at] is '+' or '-' && _text[_at - 1] is 'e' or 'E' && _at > from && !IsHexadecimal(from)))) _at++;
        return PythonNumber.Read(_text[from.._at]) is not { } number ? null : number switch
        {
            BigInteger whole => Plain((negative ? -whole : whole).ToString(CultureInfo.InvariantCulture)),
            double real => Plain(PythonNumber.Text(negative ? -real : real)),
            _ => null,
        };
    }

    private bool IsHexadecimal(int from) => _text.AsSpan(from).StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    private YamlScalar Plain(string text) => new(text, Plain: true, _span);

    private bool AtEnd(char end)
    {
        Skip();
        return _at == _text.Length || _text[_at] == end;
    }

    private bool Take(char letter)
    {
        Skip();
        if (_at == _text.Length || _text[_at] != letter) return false;
        _at++;
        return true;
    }

    /// <summary>Passes over spaces and a comment: <c>port=22 # ssh</c> in a section of variables is the number.</summary>
    private void Skip()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\f') _at++;
        if (_at < _text.Length && _text[_at] == '#') _at = _text.Length;
    }
}
