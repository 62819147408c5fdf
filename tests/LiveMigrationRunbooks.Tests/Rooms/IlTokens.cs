using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>The metadata tokens in a method body.</summary>
internal static class IlTokens
{
    private static readonly Dictionary<short, OperandType> s_operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value, code => code.OperandType);

    public static IEnumerable<int> Of(ImmutableArray<byte> il)
    {
        for (var at = 0; at < il.Length;)
        {
            // Two-byte codes begin with 0xFE.
            var code = il[at] == 0xFE ? (short)((0xFE << 8) | il[at + 1]) : il[at];
            at += il[at] == 0xFE ? 2 : 1;
            var operand = s_operands[code];
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType) yield return Number(il, at);
            at += operand == OperandType.InlineSwitch ? 4 + (4 * Number(il, at)) : Size(operand);
        }
    }

    private static int Number(ImmutableArray<byte> il, int at) => BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at, 4));

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
