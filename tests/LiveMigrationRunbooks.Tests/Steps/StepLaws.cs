using System.Text.Json;
using LiveMigrationRunbooks.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What holds for every setting, whatever its state is made of.</summary>
internal static class StepLaws
{
    public static void Hold(Step step, Answers answers, Scene scene)
    {
        var type = step.GetType();
        while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Setting<>))) type = type.BaseType;
        if (type is null) return;
        typeof(StepLaws).GetMethod(nameof(OfSetting))!.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [step, answers, scene]);
    }

    public static void OfSetting<T>(Setting<T> step, Answers answers, Scene scene)
        where T : notnull
    {
        var now = step.Read(answers, scene);
        Assert.Equal(now, step.Read(answers, scene));
        var json = System.Text.Json.JsonSerializer.Serialize(now, StepJson.Options);
        Assert.Equal(now, System.Text.Json.JsonSerializer.Deserialize<Dual<T>>(json, StepJson.Options));
        if (now.Runtime.Is == Presence.Unreadable || now.Persisted.Is == Presence.Unreadable) return;
        if (step.Judge(answers, scene) is Verdict.Refused) return;

        var want = step.Want(now, scene);
        Assert.Equal(want, step.Want(want, scene));
        Assert.True(step.Satisfied(want.Runtime, want.Runtime));
        Assert.True(step.Satisfied(want.Persisted, want.Persisted));
        OfDrift(step, now, answers, scene);
    }

    // Drift tells of keys what the plan tells of the step: a change where some key differs, and none where none does.
    private static void OfDrift<T>(Setting<T> step, Dual<T> now, Answers answers, Scene scene)
        where T : notnull
    {
        var state = JsonSerializer.SerializeToNode(now, StepJson.Options) ?? throw new InvalidDataException();
        Assert.All(step.Keys, key => Assert.True(step.BesideKept(key, state, answers, scene) is { Differs: false }, $"{key} is not where it is"));
        var planned = step.Judge(answers, scene) as Verdict.Change;
        Assert.Equal(planned is not null, step.Keys.Any(key => step.BesideWant(key, answers, scene) is { Differs: true }));
        if (planned is null) return;
        Assert.All(step.Keys, key => Assert.True(step.IsContentWith(key, planned.Planned.After, answers, scene), $"{key}: what a change brings is not enough"));
        Assert.Contains(step.Keys, key => step.BesideKept(key, planned.Planned.After, answers, scene) is { Differs: true });
    }
}
