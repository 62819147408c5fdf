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
    }
}
