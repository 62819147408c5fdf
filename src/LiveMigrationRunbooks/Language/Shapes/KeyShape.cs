using System.Reflection;
using System.Text.Json;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>One key of a mapping: a constructor parameter of its record, in snake case.</summary>
public sealed record KeyShape(string Name, Type Type, bool Required, KeyAttribute About, ParameterInfo Parameter)
{
    /// <summary>What a mapping without the key means.</summary>
    public object? Default => Parameter.HasDefaultValue ? Parameter.DefaultValue ?? (Type.IsValueType && Nullable.GetUnderlyingType(Type) is null ? Activator.CreateInstance(Type) : null) : null;

    internal static KeyShape Of(ParameterInfo parameter, KeyAttribute about) => new(
        JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name ?? ""), parameter.ParameterType, !parameter.HasDefaultValue, about, parameter);
}
