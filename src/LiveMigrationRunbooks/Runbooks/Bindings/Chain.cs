using LiveMigrationRunbooks.Language.Expressions;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What a name stands for in a runbook.</summary>
internal abstract record Binding;

/// <summary>A variable: evaluated where it is used, with all that is seen from there.</summary>
internal sealed record VariableBinding(RunbookVariable Variable) : Binding;

/// <summary>A parameter of an included file: evaluated where the file is included.</summary>
internal sealed record ParameterBinding(Parameter Parameter, Chain At) : Binding;

/// <summary>The item of a loop, or its index; null while it is not known.</summary>
internal sealed record ItemBinding(Datum? Value) : Binding;

/// <summary>The names that a runbook gives at one place, inner ones before outer ones. Chains are compared by identity.</summary>
internal sealed class Chain
{
    private readonly Chain? _outer;
    private readonly Dictionary<string, Binding> _own;

    private Chain(Chain? outer, IEnumerable<KeyValuePair<string, Binding>> own)
    {
        _outer = outer;
        _own = new Dictionary<string, Binding>(StringComparer.Ordinal);
        foreach (var (name, binding) in own) _own.TryAdd(name, binding);
    }

    public static Chain Empty { get; } = new(null, []);

    /// <summary>The names given at this very place.</summary>
    public IReadOnlyDictionary<string, Binding> Own => _own;

    /// <summary>All names, those that hide others once.</summary>
    public IEnumerable<string> Names => (_outer?.Names ?? []).Concat(_own.Keys).Distinct(StringComparer.Ordinal);

    public Binding? Find(string name)
    {
        for (var at = this; at is not null; at = at._outer)
            if (at._own.TryGetValue(name, out var binding)) return binding;
        return null;
    }

    public Chain With(IReadOnlyCollection<RunbookVariable> variables) =>
        variables.Count == 0 ? this : new Chain(this, variables.Select(variable => KeyValuePair.Create<string, Binding>(variable.Name, new VariableBinding(variable))));

    public Chain WithItem(ForEach loop, Datum? item, Datum? index) => new(this, [new(loop.As, new ItemBinding(item)), new("index", new ItemBinding(index))]);

    /// <summary>What an included file sees: its parameters, then its own variables.</summary>
    public Chain Inside(Frame frame)
    {
        var given = frame.Parameters.Count == 0 ? this
            : new Chain(this, frame.Parameters.Select(parameter => KeyValuePair.Create<string, Binding>(parameter.Input.Name, new ParameterBinding(parameter, this))));
        return given.With(frame.FileVariables);
    }
}
