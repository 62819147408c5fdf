using System.Buffers;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>
/// A second net under all that leaves the tool: the values of the secrets that were read, and what they look like encoded, are taken out of a
/// text by their letters. The first net is that a <see cref="SecretValue"/> never shows itself; this one holds where somebody else has shown it,
/// or where a fault of ours did.
/// </summary>
public sealed class SecretNet
{
    /// <summary>Shorter values occur by chance, and masking them would tell what they are.</summary>
    public const int LeastLetters = 8;

    private const int LeastRefused = 12;

    private readonly Lock _turn = new();
    private readonly HashSet<string> _forms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
    private SearchValues<string>? _search;

    /// <summary>The one of this process: whoever reads a secret for it puts the value in.</summary>
    public static SecretNet OfThisProcess { get; } = new();

    public void Add(SecretValue value)
    {
        lock (_turn)
        {
            _forms.UnionWith(SecretDisguises.Of(value.Reveal()).Where(form => form.Length >= LeastLetters));
            _search = _forms.Count == 0 ? null : SearchValues.Create([.. _forms], StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>A variable of the environment that a secret is to be read from: known before its value is.</summary>
    public void AddVariable(string name)
    {
        lock (_turn) _variables.Add(name);
    }

    /// <summary>Whether no secret was read.</summary>
    public bool IsEmpty => Volatile.Read(ref _search) is null;

    /// <summary>The same for what may not be masked and is refused instead: short values, which may be words of the language, are let pass there.</summary>
    public bool FindsLong(string text)
    {
        lock (_turn) return _forms.Any(form => form.Length >= LeastRefused && text.Contains(form, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a secret stands in the text, in one of its forms.</summary>
    public bool Finds(ReadOnlySpan<char> text) => Volatile.Read(ref _search) is { } search && text.ContainsAny(search);

    /// <summary>The text with a mask in place of each secret, and of what is a key by its looks, whoever it belongs to.</summary>
    public string Clean(string text)
    {
        text = KeyShapes.Masked(text);
        if (Volatile.Read(ref _search) is not { } search || text.AsSpan().IndexOfAny(search) is not (>= 0 and var at)) return text;
        var clean = new System.Text.StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (at >= 0)
        {
            clean.Append(rest[..at]).Append(SecretText.Mask);
            rest = rest[(at + LengthAt(rest[at..]))..];
            at = rest.IndexOfAny(search);
        }
        return clean.Append(rest).ToString();
    }

    /// <summary>Takes those variables out of a program's environment that hold a secret: whoever may list processes could read them there.</summary>
    public void Withhold(IDictionary<string, string?> environment)
    {
        lock (_turn)
        {
            foreach (var name in environment.Where(variable => _variables.Contains(variable.Key) || Finds(variable.Value)).Select(variable => variable.Key).ToList()) environment.Remove(name);
        }
    }

    // Of several that begin here the longest: a line of a key is a form, and the key is one.
    private int LengthAt(ReadOnlySpan<char> text)
    {
        var longest = 0;
        lock (_turn)
        {
            foreach (var form in _forms)
                if (form.Length > longest && text.StartsWith(form, StringComparison.OrdinalIgnoreCase)) longest = form.Length;
        }
        return longest;
    }
}
