namespace LiveMigrationRunbooks.Steps;

/// <summary>Whom a change can disturb while it is made. A step says in <c>may_disturb</c> whom it may.</summary>
public enum Disturbed
{
    Guests,
    Storage,
    Migrations,
}

/// <summary>Somebody on this host whom a change would disturb now, as a sentence.</summary>
public sealed record Disturbance(Disturbed Whom, string How)
{
    /// <summary>
    /// Refuses what would disturb somebody who was not given leave for. Guests of a host that is emptied first are gone by then.
    /// </summary>
    public static IEnumerable<Refusal> Refuse(IEnumerable<Disturbance> all, Scene scene) =>
        all.Where(each => !IsAllowed(each, scene)).Select(each => new Refusal(null, each.How, $"{Remedy(each.Whom)}, or say may_disturb: [{Word(each.Whom)}] at this step."));

    /// <summary>What is disturbed with leave, for the reader of a plan.</summary>
    public static IEnumerable<string> Notes(IEnumerable<Disturbance> all, Scene scene) =>
        all.Where(each => scene.MayDisturb.Contains(each.Whom) && !IsGone(each, scene)).Select(each => $"disturbs {Word(each.Whom)}: {each.How.TrimEnd('.')}");

    private static bool IsAllowed(Disturbance each, Scene scene) => scene.MayDisturb.Contains(each.Whom) || IsGone(each, scene);

    private static bool IsGone(Disturbance each, Scene scene) => each.Whom == Disturbed.Guests && scene.Emptied;

    private static string Word(Disturbed whom) => whom.ToString().ToLowerInvariant();

    private static string Remedy(Disturbed whom) => whom switch
    {
        Disturbed.Guests => "Empty the host first (evacuate)",
        Disturbed.Storage => "Take the storage off this interface first",
        _ => "Wait until no guest is moving",
    };
}
