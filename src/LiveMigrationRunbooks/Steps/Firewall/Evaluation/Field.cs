using System.Buffers.Binary;
using System.Net;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>Something of a packet that rules compare: a number or a range of which it is one, words, or nothing at all.</summary>
internal abstract record Field
{
    public static Field Missing { get; } = new MissingField();

    public static Field Unknown { get; } = new UnknownField();

    public static Field Of(IPAddress address) => new NumberField(Number(address), Number(address));

    public static Field Of((int Low, int High) ports) => new NumberField((UInt128)ports.Low, (UInt128)ports.High);

    public static bool IsSix(IPAddress address) => address.GetAddressBytes().Length == 16;

    public static UInt128 Number(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>First and last address of a network.</summary>
    public static (UInt128 Low, UInt128 High) Range(IPAddress network, int length)
    {
        var bits = network.GetAddressBytes().Length * 8;
        var rest = bits - length;
        var mask = rest >= 128 ? UInt128.MaxValue : (UInt128.One << rest) - 1;
        return (Number(network) & ~mask, Number(network) | mask);
    }
}

/// <summary>One number of a range; nobody knows which.</summary>
internal sealed record NumberField(UInt128 Low, UInt128 High) : Field
{
    public Truth In(UInt128 low, UInt128 high) =>
        High < low || Low > high ? Truth.No : Low >= low && High <= high ? Truth.Yes : Truth.Unknown;
}

/// <summary>A word, in all its spellings.</summary>
internal sealed record WordField(params string[] Spellings) : Field
{
    /// <summary>Words that it certainly is not; null where it is none but its own.</summary>
    public string[]? Never { get; init; }

    public Truth Is(Func<string, bool> asked, string word) =>
        Spellings.Any(asked) ? Truth.Yes : Never is null || Never.Contains(word) ? Truth.No : Truth.Unknown;
}

/// <summary>The packet has no such field, so that no comparison with it holds, not even that it differs.</summary>
internal sealed record MissingField : Field;

internal sealed record UnknownField : Field;
