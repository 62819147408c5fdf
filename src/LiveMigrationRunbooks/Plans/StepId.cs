namespace LiveMigrationRunbooks.Plans;

/// <summary>
/// Names a step of a runbook by where it stands, as <c>p2.s3</c>: play 2, step 3, in a loop <c>p2.s3.2</c>: its second item; <c>h</c> is a
/// handler, <c>g</c> a part of the gate.
/// With a host it names a deed: <c>p2.s3@kvm1</c>.
/// </summary>
public static class StepId
{
    public static string Step(int play, string number) => $"p{play + 1}.s{number}";

    public static string Handler(int play, string number) => $"p{play + 1}.h{number}";

    public static string Gate(int play, string number) => $"p{play + 1}.g{number}";

    public static string On(string step, string host) => $"{step}@{host}";

    /// <summary>The step of a deed, whichever host it is on.</summary>
    public static string StepOf(string deed) => deed.Split('@')[0];
}
