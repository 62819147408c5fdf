using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Steps;

/// <summary>A step kind as the catalogue knows it: its name, its purpose, its record and the arguments of that record.</summary>
public sealed record StepKind(string Name, string Summary, Type Type, IReadOnlyList<StepArgument> Arguments)
{
    /// <summary>Whether it belongs among handlers: it runs when called for.</summary>
    public bool IsOperation => Type.IsAssignableTo(typeof(Operation));

    /// <summary>Whether it belongs in a gate: it only asks.</summary>
    public bool IsCheck => Type.IsAssignableTo(typeof(Check));

    /// <summary>Whether an argument of this name may be a secret.</summary>
    public bool TakesSecret(string argument) => Arguments.Any(each => each.Name == argument && each.About.Secret);

    /// <summary>Whether a step of this kind holds a secret that was not read, so that nobody can tell yet what it would change.</summary>
    public bool AwaitsSecret(Step step) => Arguments.Any(each => each.About.Secret
        && Type.GetProperty(each.Parameter.Name ?? "")?.GetValue(step) is ISecretArgument { AwaitsSecret: true });
}

/// <summary>The value of an argument that may be a secret.</summary>
public interface ISecretArgument
{
    /// <summary>Whether it is a secret that was not read.</summary>
    bool AwaitsSecret { get; }
}

/// <summary>One argument of a kind: a constructor parameter of its record, in snake case.</summary>
public sealed record StepArgument(string Name, Type Type, bool Required, ArgumentAttribute About, ParameterInfo Parameter);

/// <summary>All step kinds, found by their attribute in this assembly; nothing is registered by hand.</summary>
public static class StepCatalogue
{
    public static IReadOnlyDictionary<string, StepKind> Kinds { get; } = typeof(StepCatalogue).Assembly.GetTypes()
        .Select(type => (Type: type, About: type.GetCustomAttribute<StepKindAttribute>()))
        .Where(found => found.About is not null)
        .Select(found => new StepKind(found.About!.Name, found.About.Summary, found.Type, ArgumentsOf(found.Type)))
        .OrderBy(kind => kind.Name, StringComparer.Ordinal)
        .ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Every argument that may hold a secret, as people would look it up: <c>file.content</c>.</summary>
    public static IReadOnlyList<string> SecretPlaces { get; } =
        [.. Kinds.Values.SelectMany(kind => kind.Arguments.Where(argument => argument.About.Secret).Select(argument => $"{kind.Name}.{argument.Name}"))];

    public static StepKind KindOf(Step step) => Kinds[step.GetType().GetCustomAttribute<StepKindAttribute>()?.Name
        ?? throw new InvalidOperationException($"{step.GetType().Name} names no kind.")];

    /// <summary>The arguments of a step as JSON, for plan and journal.</summary>
    public static JsonNode ToJson(Step step) =>
        JsonSerializer.SerializeToNode(step, step.GetType(), StepJson.Options) ?? throw new InvalidOperationException("A step is never null.");

    /// <summary>The step that a plan or a journal kept; null where this version knows no such kind.</summary>
    public static Step? FromJson(string kind, JsonNode arguments) =>
        Kinds.TryGetValue(kind, out var found) ? (Step?)arguments.Deserialize(found.Type, StepJson.Options) : null;

    private static IReadOnlyList<StepArgument> ArgumentsOf(Type type) =>
    [
        .. type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters().Select(parameter => new StepArgument(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name ?? ""),
            parameter.ParameterType,
            !parameter.HasDefaultValue,
            parameter.GetCustomAttribute<ArgumentAttribute>() ?? throw new InvalidOperationException($"{type.Name}.{parameter.Name} is not described."),
            parameter)),
    ];
}
