using System.Text.Json;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>
/// A setting with a state <typeparamref name="T"/>: a kind says how to read it, what it wants, when that is enough, and how to write a value.
/// Plan text, staleness, verify, journal and rollback follow from these. <typeparamref name="T"/> must compare by content.
/// </summary>
public abstract partial record Setting<T> : Step
    where T : notnull
{
    /// <summary>Absolute paths that <see cref="WritePersisted(Value{T}, Value{T})"/> touches; their before-images are kept, and rollback restores them byte for byte.</summary>
    protected virtual ValueList<string> Files => [];

    /// <summary>The same, for kinds whose files depend on what was found on the host.</summary>
    protected virtual ValueList<string> FilesOf(Dual<T> now) => Files;

    /// <summary>
    /// Whether a daemon holds a copy of the files in memory: then undo tells the daemon by commands, before the files are put back under it.
    /// </summary>
    protected virtual bool TellsDaemon(Dual<T> now) => false;

    /// <summary>The state in the answers of <see cref="Step.Probe"/>.</summary>
    public abstract Dual<T> Read(Answers answers, Scene scene);

    /// <summary>The state wanted on this host. A form that this kind does not have keeps what was read.</summary>
    public abstract Dual<T> Want(Dual<T> now, Scene scene);

    /// <summary>The same for a kind that cannot say by itself what is wanted: the host told it, as a digest that only the host can make.</summary>
    protected virtual Dual<T> Want(Dual<T> now, Answers answers, Scene scene) => Want(now, scene);

    /// <summary>The only comparison that plan, verify and drift use. Override for driver rounding, tuples and lower bounds.</summary>
    public virtual bool Satisfied(Value<T> now, Value<T> want) => now.Is == want.Is && (now.Is != Presence.Known || Equals(now.It, want.It));

    /// <summary>Why this host cannot be given what is wanted; asked only where something differs.</summary>
    protected virtual IEnumerable<Refusal> Refuse(Dual<T> now, Dual<T> want, Answers answers, Scene scene) => [];

    /// <summary>How the change may cut the path to the host, as half a sentence; then it is made under a timer that takes it back. Null where it cannot.</summary>
    protected virtual string? CutsPath(Dual<T> now, Dual<T> want, Scene scene) => null;

    /// <summary>Who on this host would feel the change while it is made; refused unless the step says that it may.</summary>
    protected virtual IEnumerable<Disturbance> Disturbs(Dual<T> now, Dual<T> want, Scene scene) => [];

    /// <summary>What a reviewer must know before the change is made: what of it will not last.</summary>
    protected virtual IEnumerable<string> Notes(Dual<T> want, Answers answers) => [];

    /// <summary>The same for kinds that look at peers.</summary>
    protected virtual IEnumerable<string> Notes(Dual<T> want, Answers answers, Scene scene) => Notes(want, answers);

    /// <summary>What is right in the files and not yet in force, because only a boot reads them; told with a setting that needs no change.</summary>
    protected virtual string? Awaits(Answers answers) => null;

    /// <summary>The same, with what is to be said of peers.</summary>
    protected virtual string? Awaits(Answers answers, Scene scene) => Awaits(answers);

    /// <summary>Peers that the change takes something from which an earlier step of the plan makes there: it is worked out once more when they have it.</summary>
    protected virtual ValueList<string> AwaitedPeers(Scene scene) => [];

    /// <summary>Commands that bring the running system from one state to another; also used backwards, for rollback.</summary>
    protected virtual IEnumerable<Command> WriteRuntime(Value<T> from, Value<T> to) => [];

    /// <summary>Commands that bring the persisted form from one state to another. Backwards only for kinds that name no <see cref="Files"/> or <see cref="TellsDaemon"/>.</summary>
    protected virtual IEnumerable<Command> WritePersisted(Value<T> from, Value<T> to) => [];

    /// <summary>The same towards what is wanted, for kinds that need more of what was read than the state keeps.</summary>
    protected virtual IEnumerable<Command> WritePersisted(Value<T> from, Value<T> to, Answers answers, Scene scene) => WritePersisted(from, to);

    /// <summary>A state for people.</summary>
    protected abstract string Text(T state);

    /// <summary>The differences between two states for people; override where a state has parts that should be told one by one.</summary>
    protected virtual IEnumerable<Difference> Differences(string form, Value<T> now, Value<T> want) => [new(form, now.Text(Text), want.Text(Text))];

    /// <summary>The same for kinds whose probe tells more of a difference than the state does: what changes inside of a file.</summary>
    protected virtual IEnumerable<Difference> Differences(string form, Value<T> now, Value<T> want, Answers answers) => Differences(form, now, want);

    /// <summary>Commands that have the files loaded anew: after they are written, and once more after undo has put them back.</summary>
    protected virtual IEnumerable<Command> AfterFiles => [];

    /// <summary>The same, for kinds where they depend on what was found on the host.</summary>
    protected virtual IEnumerable<Command> AfterFilesOf(Dual<T> now) => AfterFiles;

    /// <summary>
    /// Whether nothing loads the persisted form before the next boot, so that a timer proves only what runs now. It is loaded where commands
    /// follow the files; not everything that is kept is a form of what runs.
    /// </summary>
    protected virtual bool WaitsForBoot(Dual<T> now, Dual<T> want) => want.Runtime.Is != Presence.NotApplicable && !AfterFilesOf(now).Any();

    /// <summary>What the running form is called for people: <c>runtime</c>, <c>loaded</c>.</summary>
    protected virtual string RuntimeForm => "runtime";

    /// <summary>Whether the host has more than was asked for, so that nothing is done on purpose.</summary>
    protected virtual bool Better(Dual<T> now, Scene scene) => false;

    public sealed override Verdict Judge(Answers answers, Scene scene)
    {
        if (HostPrograms.Missing(answers, [], scene).ToList() is { Count: > 0 } missing) return new Verdict.Refused([.. missing]);
        var now = Read(answers, scene);
        var want = Want(now, answers, scene);
        var runtime = !Satisfied(now.Runtime, want.Runtime);
        var awaited = AwaitedPeers(scene);
        var persisted = !Satisfied(now.Persisted, want.Persisted) || awaited.Count > 0;
        if (!runtime && !persisted) return new Verdict.Same(string.Join("; ", [Found(now), .. Awaits(answers, scene) is { } awaits ? [awaits] : Array.Empty<string>()]), Better(now, scene));
        var guard = PathGuard.Of(CutsPath(now, want, scene), scene);
        var (refusals, risked) = PathGuard.Sort(Refuse(now, want, answers, scene), scene);
        if (refusals.Count > 0) return new Verdict.Refused(refusals);
        var disturbed = Disturbs(now, want, scene).ToList();
        var change = Change(now, want, answers, scene, runtime, persisted, [.. Notes(want, answers, scene), .. Disturbance.Notes(disturbed, scene), .. risked, .. guard?.Told(persisted && WaitsForBoot(now, want)) ?? []]) with { Guard = guard, Awaited = awaited.Count > 0 ? awaited : null };
        ValueList<Refusal> against =
        [
            .. HostPrograms.Missing(answers, change.Commands, scene),
            .. HostFiles.Refuse([.. change.Files, .. persisted ? HostFiles.In(Keys) : []], scene),
            .. Disturbance.Refuse(disturbed, scene),
            .. guard?.Refuse(scene) ?? [],
        ];
        return against.Count > 0 ? new Verdict.Refused(against) : new Verdict.Change(change);
    }

    private PlannedChange Change(Dual<T> now, Dual<T> want, Answers answers, Scene scene, bool runtime, bool persisted, ValueList<string> notes)
    {
        var files = FilesOf(now);
        return new PlannedChange(
            Json(now),
            Json(want),
            [
                .. runtime ? Differences(RuntimeForm, now.Runtime, want.Runtime, answers) : [],
                .. persisted ? Differences("persisted", now.Persisted, want.Persisted, answers) : [],
            ],
            runtime ? [.. WriteRuntime(now.Runtime, want.Runtime)] : [],
            persisted ? [.. WritePersisted(now.Persisted, want.Persisted, answers, scene), .. AfterFilesOf(now)] : [],
            runtime ? [.. WriteRuntime(want.Runtime, now.Runtime)] : [],
            persisted && (files.Count == 0 || TellsDaemon(now)) ? [.. WritePersisted(want.Persisted, now.Persisted)] : [],
            persisted ? files : [],
            notes.Count > 0 ? notes : null)
        {
            UndoAfterFiles = persisted && AfterFilesOf(now).ToList() is { Count: > 0 } after ? [.. after] : null,
        };
    }

    public sealed override JsonNode StateIn(Answers answers, Scene scene) => Json(Read(answers, scene));

    public sealed override bool IsAlike(JsonNode then, JsonNode now)
    {
        return then.Deserialize<Dual<T>>(StepJson.Options) is { } was && now.Deserialize<Dual<T>>(StepJson.Options) is { } found
            && Alike(found.Runtime, was.Runtime) && Alike(found.Persisted, was.Persisted);

        // Either would do for the other: a service that its socket starts again is as much there as one that runs.
        bool Alike(Value<T> here, Value<T> kept) => kept.Is is Presence.Unreadable or Presence.NotApplicable || here.Is == Presence.NotApplicable || here == kept
            || (here.Is != Presence.Unreadable && Satisfied(here, kept) && Satisfied(kept, here));
    }

    public sealed override bool IsAt(JsonNode state, Answers answers, Scene scene)
    {
        var now = Read(answers, scene);
        return state.Deserialize<Dual<T>>(StepJson.Options) is { } kept && At(now.Runtime, kept.Runtime) && At(now.Persisted, kept.Persisted);
    }

    public sealed override bool MayBeAt(JsonNode state, Answers answers, Scene scene)
    {
        var now = Read(answers, scene);
        return state.Deserialize<Dual<T>>(StepJson.Options) is { } kept
            && (now.Runtime.Is == Presence.Unreadable || At(now.Runtime, kept.Runtime))
            && (now.Persisted.Is == Presence.Unreadable || At(now.Persisted, kept.Persisted));
    }

    // A form that could not be read then says nothing about now; one that is not there now (a daemon at rest) contradicts nothing.
    private bool At(Value<T> now, Value<T> kept) =>
        kept.Is is Presence.Unreadable or Presence.NotApplicable || now.Is == Presence.NotApplicable || Satisfied(now, kept);

    private string Found(Dual<T> now) => now.Runtime.Is == Presence.NotApplicable ? now.Persisted.Text(Text) : now.Runtime.Text(Text);

    private static JsonNode Json(Dual<T> state) =>
        JsonSerializer.SerializeToNode(state, StepJson.Options) ?? throw new InvalidOperationException("A state is never null.");
}
