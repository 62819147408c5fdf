using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Runs;

namespace LiveMigrationRunbooks.Cli;

/// <summary>The few sentences that verbs say themselves.</summary>
internal static class Say
{
    public static void Progress(string text) => Console.Error.WriteLine(text);

    public static void TriedAgain(string host, string text) => Progress(DiagnosticText.Safe(text));

    /// <summary>Says why nothing is begun; every reason is a stable word that scripts can look for.</summary>
    public static int Refused(string reason, string explanation)
    {
        Console.Error.WriteLine($"lmr: refused, nothing was touched: {explanation}  [{reason}]");
        return ExitCodes.Refused;
    }

    /// <summary>Says that a run was broken off on this machine; hosts are as they were left, and their claims stay.</summary>
    public static int Broken(string reason, string explanation)
    {
        Console.Error.WriteLine($"lmr: broken off: {explanation} Mend it, then lmr resume goes on: it looks first.  [{reason}]");
        return RunSummary.HumanNeeded;
    }

    /// <summary>Asks about one part of a run; the end of the input stops it.</summary>
    public static async Task<StepAnswer> AskedAsync(string question, CancellationToken stop)
    {
        while (true)
        {
            Console.Error.Write($"{DiagnosticText.Safe(question)} [yes/no/all/stop]: ");
            var answer = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(stop).ContinueWith(read => read.IsCompletedSuccessfully ? read.Result : null, TaskScheduler.Default);
            switch (answer?.Trim().ToLowerInvariant())
            {
                case "yes" or "y": return StepAnswer.Yes;
                case "no" or "n": return StepAnswer.No;
                case "all" or "a": return StepAnswer.All;
                case "stop" or "s" or null: return StepAnswer.Stop;
            }
        }
    }

    /// <summary>Asks on a terminal. Without one there is nobody to ask, and the answer is no.</summary>
    public static async Task<bool> ConfirmedAsync(string question, CancellationToken stop)
    {
        if (Console.IsInputRedirected)
        {
            Refused("not.confirmed", "there is no terminal to ask on; add --yes.");
            return false;
        }
        Console.Error.Write($"{question} Only 'yes' is a yes: ");
        var answer = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(stop);
        if (answer?.Trim() == "yes") return true;
        Refused("not.confirmed", "you did not say yes.");
        return false;
    }
}
