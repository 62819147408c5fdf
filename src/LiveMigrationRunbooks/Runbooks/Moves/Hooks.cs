using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>The programs that <c>evacuate.hooks</c> names: what they are, and whether they may be run.</summary>
public static class Hooks
{
    private static readonly TimeSpan s_usual = TimeSpan.FromMinutes(1);

    /// <summary>The command line of a hook, as the runbook's file at <paramref name="path"/> names it.</summary>
    public static NamedCommand Named(GuestHook hook, string path) => new(hook.Argv, FolderOf(path), "hook");

    /// <summary>What a command is trusted by; empty where there is no such program.</summary>
    public static string DigestOf(NamedCommand command)
    {
        if (command.Program is not { } program) return "";
        if (!command.IsOfRepository) return command.LineDigest();
        var file = RegularFile.Read(program, TrustedExecutables.MaximumSize);
        return file.Refusal == FileRefusal.None ? TrustedExecutables.Digest(file.Bytes.Span) : "";
    }

    /// <summary>Whether each hook of a runbook is there and trusted.</summary>
    /// <param name="applies">Whether they are going to be run: what else only warns is an error then.</param>
    public static void Check(Runbook runbook, TrustedExecutables trusted, bool applies, Findings findings)
    {
        foreach (var evacuate in runbook.Plays.Select(play => play.Evacuate).OfType<Evacuate>())
        {
            Check(evacuate.Waves.Hooks?.Before, evacuate.Written?.BeforeGuest, trusted, applies, findings);
            Check(evacuate.Waves.Hooks?.After, evacuate.Written?.AfterGuest, trusted, applies, findings);
        }
    }

    private static void Check(GuestHook? hook, HookForm? written, TrustedExecutables trusted, bool applies, Findings findings)
    {
        if (hook is null || written is null) return;
        var at = written.Argv[0].Span;
        if (hook.Digest.Length == 0) findings.Add(applies ? HookProblems.NoProgram(at, hook.Argv[0]) : HookProblems.MissingProgram(at, hook.Argv[0]));
        else if (!trusted.Trusts(hook.Digest)) findings.Add(applies ? HookProblems.NotTrusted(at, $"{hook}", Remedy(hook, at)) : HookProblems.WillBeRefused(at, $"{hook}", Remedy(hook, at)));
    }

    internal static GuestHooks? Of(HooksForm? form, Findings findings)
    {
        if (form is null) return null;
        if (form is { BeforeGuest: null, AfterGuest: null }) findings.Add(HookProblems.Nothing(form.Span));
        return new GuestHooks(Of(form.BeforeGuest, findings), Of(form.AfterGuest, findings));
    }

    private static GuestHook? Of(HookForm? form, Findings findings)
    {
        if (form is null) return null;
        foreach (var word in form.Argv)
            if (word.Value.Contains("{{", StringComparison.Ordinal)) findings.Add(HookProblems.Template(word));
        if (form.Within is { } within && (within.Value < HookProblems.Within.Least || within.Value > HookProblems.Within.Most)) findings.Add(HookProblems.Outside(within));
        if (form.Argv.Count == 0 || form.Argv[0].Value.Length == 0)
        {
            findings.Add(HookProblems.Empty(form.Span));
            return null;
        }
        var hook = new GuestHook([.. form.Argv.Select(word => word.Value)], (form.Within?.Value ?? s_usual).TotalSeconds, "");
        return hook with { Digest = DigestOf(Named(hook, form.Span.File.Path)) };
    }

    private static string Remedy(GuestHook hook, SourceSpan at) => Named(hook, at.File.Path) is { IsOfRepository: true }
        ? $"Read it, then run: lmr trust --executable {Path.Combine(Path.GetDirectoryName(at.File.Path) ?? "", hook.Argv[0])}"
        : $"Look at it, then add to {TrustedExecutables.DefaultPath} the line: {hook.Digest}  {hook}";

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
}
