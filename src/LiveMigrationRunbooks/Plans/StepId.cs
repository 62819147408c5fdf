namespace LiveMigrationRunbooks.Plans;

/// <summary>
/// Names a step of a runbook by where it stands, as <c>p2.s3</c>: play 2, step 3; <c>h</c> is a handler, <c>g</c> a part of the gate.
/// With a host it names a deed: <c>p2.s3@kvm1</c>.
/// </summary>
public static class StepId
{
    public static string Step(int play, int index) => $"p{play + 1}.s{index + 1}";

    public static string Handler(int play, int index) => $"p{play + 1}.h{index + 1}";

    public static string Gate(int play, int index) => $"p{play + 1}.g{index + 1}";

    public static string On(string step, string host) => $"{step}@{host}";
}
