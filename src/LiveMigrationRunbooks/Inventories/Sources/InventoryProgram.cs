using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Trust;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Sources;

/// <summary>
/// A dynamic inventory: a program that prints JSON when it is called with <c>--list</c>, and a host's variables with <c>--host NAME</c> where
/// it does not say all of them at once. It is run only where its content is trusted.
/// </summary>
internal sealed class InventoryProgram(string path, InventoryDraft draft, Findings findings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public bool Read(TrustedExecutables trusted)
    {
        if (!trusted.Allow(path, null, findings)) return false;
        if ((File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0)
        {
            findings.Add(SourceProblems.NotAProgram(path));
            return false;
        }

        if (Run(["--list"]) is not { } root) return false;
        var before = draft.HostOrder.Count;
        var list = new ListedInventory(draft, findings);
        list.Read(root);
        if (list.SaysVariables) return true;
        foreach (var name in list.Hosts)
        {
            if (Run(["--host", name]) is not { } variables) return false;
            list.Variables(name, variables);
        }

        return before <= draft.HostOrder.Count;
    }

    private YamlMapping? Run(string[] arguments)
    {
        var run = ProgramRun.Of(path, arguments, Patience);
        if (run.Output is null)
        {
            findings.Add(SourceProblems.ProgramFailed(path, run.Why, run.Said));
            return null;
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(run.Output);
        }
        catch (ArgumentException)
        {
            findings.Add(SourceProblems.ProgramFailed(path, "What it prints is not UTF-8.", run.Said));
            return null;
        }

        var file = new SourceFile($"{path} {string.Join(' ', arguments)}", text);
        // Nothing means no variables where one host is asked for.
        if (arguments[0] == "--host" && string.IsNullOrWhiteSpace(text)) return new YamlMapping([], new SourceSpan(file, 0, 0));
        draft.Files.Add(file);
        if (JsonTree.Read(file, out var why) is YamlMapping mapping) return mapping;
        findings.Add(SourceProblems.ProgramFailed(path, why.Length > 0 ? $"What it prints is not JSON: {why}" : "It prints no JSON object.", run.Said));
        return null;
    }
}
