using System.Globalization;
using System.Text;

namespace LiveMigrationRunbooks.Commands;

/// <summary>
/// Reads the answer to a request from bytes as they arrive, in pieces of any size. A frame is <c>\nNONCE number code outlen errlen lost\n</c>
/// and exactly that many bytes; the answer ends with <c>\nNONCE end code …\n</c>. Everything outside of frames is noise: counted, not kept.
/// </summary>
public sealed class AnswerReader
{
    /// <summary>What one output may have; the host's side of the request cuts there too (<c>lmr_cap</c> in <c>request.sh</c>).</summary>
    public const int MostOutput = 1 << 20;

    /// <summary>What all outputs of one answer may have together.</summary>
    public const int MostTogether = 16 << 20;

    private const int LongestHeader = 200;

    private readonly Request _request;
    private readonly byte[] _mark;
    private readonly Dictionary<string, CommandResult> _results = new(StringComparer.Ordinal);
    private byte[] _pending = [];
    private int _length;
    private long _kept;

    public AnswerReader(Request request, string nonce)
    {
        _request = request;
        _mark = Encoding.ASCII.GetBytes($"\n{nonce} ");
    }

    /// <summary>The answer's end has been read.</summary>
    public bool Ended { get; private set; }

    /// <summary>The exit code of the shell that ran the items; not 0 when it was killed.</summary>
    public int ShellCode { get; private set; }

    /// <summary>Bytes that belonged to no frame.</summary>
    public long Noise { get; private set; }

    public IReadOnlyDictionary<string, CommandResult> Results => _results;

    /// <summary>The items that have no result so far, in their order.</summary>
    public IEnumerable<string> Missing => _request.Items.Select(item => item.Id).Where(id => !_results.ContainsKey(id));

    public void Read(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _pending.Length) Array.Resize(ref _pending, Math.Max(_pending.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_pending.AsSpan(_length));
        _length += bytes.Length;
        var used = 0;
        while (!Ended && Take(_pending.AsSpan(used, _length - used), out var taken)) used += taken;
        _pending.AsSpan(used, _length - used).CopyTo(_pending);
        _length -= used;
    }

    /// <summary>Takes one frame, or the noise before one, from the head; false when more bytes are needed.</summary>
    private bool Take(ReadOnlySpan<byte> bytes, out int taken)
    {
        taken = 0;
        var start = bytes.IndexOf(_mark);
        if (start != 0)
        {
            // The last bytes may be the beginning of a mark that is still on its way.
            taken = start > 0 ? start : Math.Max(0, bytes.Length - _mark.Length + 1);
            Noise += taken;
            return taken > 0;
        }

        var end = bytes[1..].IndexOf((byte)'\n') + 1;
        if (end == 0 && bytes.Length < LongestHeader) return false;
        if (end is 0 or >= LongestHeader) return Skip(out taken);
        var words = Encoding.ASCII.GetString(bytes[_mark.Length..end]).Split(' ');
        if (!TryNumbers(words, out var code, out var lengths)) return Skip(out taken);
        var size = end + 1 + lengths[0] + lengths[1];
        if (bytes.Length < size) return false;
        taken = (int)size;
        Keep(words[0], code, bytes.Slice(end + 1, (int)lengths[0]), bytes.Slice(end + 1 + (int)lengths[0], (int)lengths[1]), lengths[2]);
        return true;
    }

    private bool Skip(out int taken)
    {
        taken = _mark.Length;
        Noise += taken;
        return true;
    }

    private static bool TryNumbers(string[] words, out int code, out long[] lengths)
    {
        lengths = [0, 0, 0];
        code = 0;
        if (words.Length != 5 || !int.TryParse(words[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out code)) return false;
        for (var i = 0; i < 3; i++)
        {
            if (!long.TryParse(words[i + 2], NumberStyles.None, CultureInfo.InvariantCulture, out lengths[i])) return false;
        }

        return lengths[0] <= MostOutput && lengths[1] <= MostOutput;
    }

    private void Keep(string number, int code, ReadOnlySpan<byte> output, ReadOnlySpan<byte> error, long lost)
    {
        if (number == "end")
        {
            (Ended, ShellCode) = (true, code);
        }
        else if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _request.Items.Count)
        {
            // A host that answers twice, or more than all its items may, gets no more room for it; what is left out counts as cut off.
            _kept += output.Length + error.Length;
            var result = _kept <= MostTogether ? new CommandResult(code, output.ToArray(), error.ToArray(), lost) : new CommandResult(code, default, default, lost + output.Length + error.Length + 1);
            _results.TryAdd(_request.Items[index].Id, result);
        }
    }
}
