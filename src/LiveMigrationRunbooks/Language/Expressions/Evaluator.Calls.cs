using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Evaluator
{
    private Datum? Call(CallSyntax call)
    {
        var arguments = new Datum[call.Arguments.Count];
        var (whole, handed) = (true, default(FunctionSyntax));
        for (var at = 0; at < arguments.Length; at++)
        {
            if (call.Arguments[at] is FunctionSyntax function) (handed, arguments[at]) = (function, Datum.Null);
            else if (Value(call.Arguments[at], at == 0 && call.TakesNothing) is { } value) arguments[at] = value;
            else whole = false;
        }

        return whole ? Apply(call.Function, arguments, at => At(call.Arguments[at]), call, handed) : null;
    }

    private Datum? Apply(Function function, IReadOnlyList<Datum> arguments, Func<int, SourceSpan> at, Syntax syntax, FunctionSyntax? handed = null)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index] is Pending { Expected: null } or DatumSecret || function.Refuses(index, arguments[index].Is) is not { } wanted) continue;
            return Problem(ExpressionProblems.WrongKind(at(index), wanted, arguments[index], $"Usage: {function.Signature}"));
        }

        for (var index = 0; index < arguments.Count; index++)
            if (DatumSecret.IsIn(arguments[index])) return Problem(SecretProblems.NotComputed(at(index)));
        if (arguments.Any(argument => argument is Pending)) return Pending.From(function.Gives, arguments);
        foreach (var argument in arguments)
            if (!_budget.SpendOn(argument)) return Spent(syntax);
        var before = _problems.Count;
        var value = function.Do(new Call(
            arguments,
            _budget,
            (index, diagnostic) => Problem(diagnostic(at(index))),
            // What was handed in is asked about items that stand nowhere in the source: it is pointed at itself.
            items => handed is null ? null : Apply(handed.Function, items, _ => At(handed), syntax)));
        if (value is null) return _problems.Count > before ? null : Spent(syntax);
        return Made(syntax, value);
    }
}
