using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>
/// A plan in a file of its own, to be applied later, elsewhere, once. The file begins with its format and holds a digest over the plan as it
/// is written there, byte for byte, so that nothing of it can be changed without being seen.
/// </summary>
/// <param name="Digest">Names the plan: whoever applied it is found by this.</param>
public sealed record SavedPlan(Plan Plan, PlanSource Source, DateTimeOffset ValidUntil, string Digest)
{
    public const int CurrentFormat = 1;

    /// <summary>Where it lay, and the whole file as it was read: a signature is about these bytes.</summary>
    public (string Path, ReadOnlyMemory<byte> Bytes) File { get; init; }

    private const string Mark = "lmr_plan";
    private const long MostBytes = 64 << 20;

    // Clocks of two machines differ a little.
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 1000 };

    public static string Write(Plan plan)
    {
        var text = PlanFile.Write(plan);
        return $$"""
            { "{{Mark}}": {{CurrentFormat.ToString(CultureInfo.InvariantCulture)}}, "digest": "{{PlanFile.DigestOf(text)}}", "plan":
            {{text}}
            }

            """;
    }

    /// <summary>Writes it so that it is there whole or not at all, for its owner alone.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static void Save(string path, Plan plan) => Durable.File(Path.GetFullPath(path), Encoding.UTF8.GetBytes(Write(plan)));

    /// <summary>Whether a file means to be one, whatever is wrong with it.</summary>
    public static bool Is(string path)
    {
        var file = RegularFile.Read(path, MostBytes);
        return file.Refusal == FileRefusal.None && Encoding.UTF8.GetString(file.Bytes.Span[..Math.Min(file.Bytes.Length, 64)]).TrimStart().TrimStart('{').TrimStart().StartsWith($"\"{Mark}\"", StringComparison.Ordinal);
    }

    /// <summary>Null where it cannot be used, with the reason among the findings. Whether it is still valid is asked apart.</summary>
    public static SavedPlan? Read(string path, Findings findings)
    {
        var file = RegularFile.Read(path, MostBytes);
        if (file.Refusal != FileRefusal.None) return Refused(SavedPlanProblems.Unreadable(path, file.Why), findings);
        try
        {
            using var document = JsonDocument.Parse(file.Bytes, s_strict);
            return Read(path, document.RootElement, findings) is { } read ? read with { File = (path, file.Bytes) } : null;
        }
        catch (JsonException problem)
        {
            return Refused(SavedPlanProblems.Unreadable(path, $"Line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}: {problem.Message.Split(" LineNumber:")[0]}"), findings);
        }
        catch (Exception problem) when (problem is InvalidOperationException or NotSupportedException or FormatException or OverflowException)
        {
            // What the reader says of a number out of range, half a character, and kinds that it cannot make.
            return Refused(SavedPlanProblems.Unreadable(path, problem.Message), findings);
        }
    }

    /// <summary>Whether it may be applied at this time; what is wrong is among the findings.</summary>
    public void CheckTime(string path, DateTimeOffset now, Findings findings)
    {
        if (Source.MadeAt > now + s_skew) findings.Add(SavedPlanProblems.MadeLater(path, Source.MadeAt, now));
        if (now >= ValidUntil) findings.Add(SavedPlanProblems.Expired(path, ValidUntil));
    }

    private static SavedPlan? Read(string path, JsonElement root, Findings findings)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(Mark, out var format) || !format.TryGetInt32(out var number)) return Refused(SavedPlanProblems.Unreadable(path, $"It has no '{Mark}'."), findings);
        if (number > CurrentFormat) return Refused(SavedPlanProblems.Newer(path, number, CurrentFormat), findings);
        if (!root.TryGetProperty("digest", out var kept) || !root.TryGetProperty("plan", out var content)) return Refused(SavedPlanProblems.Unreadable(path, "It has no digest, or no plan."), findings);
        var text = content.GetRawText();
        var digest = PlanFile.DigestOf(text);
        if (kept.GetString() != digest) return Refused(SavedPlanProblems.Changed(path), findings);
        if (content.TryGetProperty("format", out var inner) && inner.TryGetInt32(out var version) && version > Plan.CurrentFormat) return Refused(SavedPlanProblems.Newer(path, version, Plan.CurrentFormat), findings);
        if (PlanFile.Read(text) is not { Source: { ValidUntil: { } until } source, Kept: not null } plan) return Refused(SavedPlanProblems.Unreadable(path, "It is no plan that can be applied later."), findings);
        return new SavedPlan(plan, source, until, digest);
    }

    private static SavedPlan? Refused(Diagnostic problem, Findings findings)
    {
        findings.Add(problem);
        return null;
    }
}
