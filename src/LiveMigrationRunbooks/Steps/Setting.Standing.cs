using System.Text.Json;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <content>How a host stands, key by key, beside what is wanted and beside what it kept: what drift is told from.</content>
public abstract partial record Setting<T>
{
    /// <summary>What of a state one of the step's keys is about; override where a step with several keys can tell them apart.</summary>
    protected virtual T PartOf(T state, string key) => state;

    /// <summary>Files besides <see cref="Files"/> that decide what the next start makes of a key, as the probe found them.</summary>
    protected virtual IEnumerable<string> DecidingFiles(string key, Answers answers) => [];

    public sealed override Standing? BesideWant(string key, Answers answers, Scene scene)
    {
        var now = Read(answers, scene);
        return Beside(key, now, Want(now, answers, scene), answers, Satisfied);
    }

    public sealed override Standing? BesideKept(string key, JsonNode state, Answers answers, Scene scene) =>
        Kept(state) is { } kept ? Beside(key, Read(answers, scene), kept, answers, At) : null;

    public sealed override bool IsContentWith(string key, JsonNode state, Answers answers, Scene scene)
    {
        if (Kept(state) is not { } kept) return false;
        var want = Want(kept, answers, scene);
        return IsContent(kept.Runtime, want.Runtime) && IsContent(kept.Persisted, want.Persisted);

        // A form that was not there, or could not be read, says nothing about what was wanted of it.
        bool IsContent(Value<T> had, Value<T> wanted) => had.Is is Presence.Unreadable or Presence.NotApplicable || Satisfied(Part(had, key), Part(wanted, key));
    }

    public sealed override ValueList<Difference> Apart(JsonNode state, Answers answers, Scene scene) =>
        Kept(state) is { } kept && Read(answers, scene) is var now
            ? [.. Told(RuntimeForm, now.Runtime, kept.Runtime, answers, At), .. Told("persisted", now.Persisted, kept.Persisted, answers, At)] : [];

    private Standing Beside(string key, Dual<T> now, Dual<T> other, Answers answers, Func<Value<T>, Value<T>, bool> isAt) => new(
        Told(RuntimeForm, Part(now.Runtime, key), Part(other.Runtime, key), answers, isAt),
        Told("persisted", Part(now.Persisted, key), Part(other.Persisted, key), answers, isAt),
        now.Runtime.Is != Presence.NotApplicable && now.Persisted.Is != Presence.NotApplicable,
        [.. FilesOf(now).Concat(DecidingFiles(key, answers)).Distinct(StringComparer.Ordinal)]);

    // What is not told part by part is told as a whole.
    private ValueList<Difference> Told(string form, Value<T> found, Value<T> wanted, Answers answers, Func<Value<T>, Value<T>, bool> isAt) => isAt(found, wanted) ? []
        : Differences(form, found, wanted, answers).ToValueList() is { Count: > 0 } parts ? parts : [new Difference(form, found.Text(Text), wanted.Text(Text))];

    private Value<T> Part(Value<T> state, string key) => state.Map(it => PartOf(it, key));

    private static Dual<T>? Kept(JsonNode state)
    {
        try
        {
            return state.Deserialize<Dual<T>>(StepJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
