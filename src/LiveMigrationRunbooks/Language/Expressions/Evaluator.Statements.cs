using LiveMigrationRunbooks.Language.Secrets;

namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Evaluator
{
    private readonly TextOutput _output = new();
    private readonly List<Pending> _waiting = [];
    private LoopTurn? _turn;

    private enum Flow
    {
        On,
        Continue,
        Break,
    }

    public Evaluation Run(IReadOnlyList<StatementSyntax> statements, IReadOnlyList<Use> uses)
    {
        Check(uses);
        Do(statements);
        if (_output.IsFull) Problem(ExpressionProblems.TooMuchText(place.Whole, Budget.MaximumText));
        return Finish(_waiting.Count > 0 ? Pending.From(DatumKind.Text, _waiting) : _output.Build());
    }

    private Flow Do(IReadOnlyList<StatementSyntax> statements)
    {
        var around = _output.Indent;
        var flow = Flow.On;
        foreach (var statement in statements)
        {
            flow = Do(statement, around);
            if (_budget.IsSpent || _output.IsFull) flow = Flow.Break;
            if (flow != Flow.On) break;
        }

        _output.Indent = around;
        return flow;
    }

    private Flow Do(StatementSyntax statement, string? around)
    {
        _budget.Spend();
        switch (statement)
        {
            case RawSyntax raw: _output.Write(raw.Text); break;
            case EnterSyntax enter: _output.Indent = enter.Indent; break;
            case ExitSyntax: _output.Indent = around; break;
            case OutputSyntax output: Write(output); break;
            case AssignSyntax assign: Own[assign.Name] = Value(assign.Value); break;
            case IfSyntax choice: return If(choice);
            case CaseSyntax choice: return Case(choice);
            case ForSyntax loop: return For(loop);
            case LeaveSyntax leave: return leave.IsBreak ? Flow.Break : Flow.Continue;
        }

        return Flow.On;
    }

    private Dictionary<string, Datum?> Own => _own ??= new Dictionary<string, Datum?>(StringComparer.Ordinal);

    private void Write(OutputSyntax output)
    {
        switch (Value(output.Value))
        {
            case null: break;
            case Pending { Expected: DatumKind.List or DatumKind.Map } never: Problem(ExpressionProblems.NotInText(At(output.Value), never)); break;
            case DatumSecret secret: _output.Write(secret.Secret); break;
            case Pending pending: _waiting.Add(pending); break;
            case (DatumNull or DatumList or DatumMap) and var wrong: Problem(ExpressionProblems.NotInText(At(output.Value), wrong)); break;
            case var value:
                if (_budget.SpendOn(value)) _output.Write(value.InText());
                else Spent(output.Value);
                break;
        }
    }

    private Flow If(IfSyntax choice)
    {
        foreach (var (condition, body) in choice.Branches)
        {
            var truth = Truth(condition);
            if (truth is not DatumBool known) return Undecided(choice, truth);
            if (known.Value) return Do(body);
        }

        return Do(choice.Otherwise);
    }

    private Flow Case(CaseSyntax choice)
    {
        var subject = Value(choice.Subject);
        if (subject is null or Pending) return Undecided(choice, subject);
        foreach (var (values, body) in choice.Branches)
        {
            foreach (var wanted in values)
            {
                if (Value(wanted) is not { } value) return Undecided(choice, null);
                if (!_budget.SpendOn(subject) || !_budget.SpendOn(value)) return Undecided(choice, Spent(wanted));
                if (DatumSecret.IsIn(subject) || DatumSecret.IsIn(value)) return Undecided(choice, Problem(SecretProblems.NotComputed(At(DatumSecret.IsIn(subject) ? choice.Subject : wanted))));
                var (same, problem) = Operators.Apply("==", subject, value, _ => At(wanted));
                if (problem is not null) Problem(problem);
                if (same is not DatumBool known) return Undecided(choice, same);
                if (known.Value) return Do(body);
            }
        }

        return Do(choice.Otherwise);
    }

    /// <summary>Which way it goes is not known, or wrong: what is given a value on some way has the same fate.</summary>
    private Flow Undecided(StatementSyntax statement, Datum? why)
    {
        if (why is Pending pending) _waiting.Add(pending);
        foreach (var name in Assigned.In(statement)) Own[name] = why is Pending waits ? waits with { Expected = null } : null;
        return Flow.On;
    }
}
