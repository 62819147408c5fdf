namespace LiveMigrationRunbooks.Steps.Storage;

/// <summary>Why a pool does not answer: how rbd ended, by the number of an error, and its own last line if it said one.</summary>
internal sealed record CephSilence(string Code, string? Why)
{
    /// <summary>Null where the pool answers, and where it was not asked.</summary>
    public static CephSilence? Of(ILookup<string, string> told) =>
        told["exit"].FirstOrDefault() is not { } code || code == "0" ? null : new(code, told["told"].FirstOrDefault());

    public string Text => $"rbd ended with {Code}{(Why is null ? "" : $": {Why}")}";

    /// <summary>What to look at. 124 and 137 are those of timeout.</summary>
    public string Remedy(StorageCeph step) => Code switch
    {
        "22" or "110" or "124" or "137" => $"Look whether the monitors in {step.ConfPath} are right, are up and can be reached from this host (port 3300 or 6789), and whether {step.KeyringPath} has the key of client.{step.User}.",
        "1" or "5" or "13" => $"Compare {step.ConfPath} and {step.KeyringPath} with what ceph auth get client.{step.User} prints, and give that user caps for the pool.",
        "2" => $"Make the pool or name another one (ceph osd pool ls), and look whether {step.ConfPath} names the monitors (mon_host) of its cluster.",
        _ => $"Try rbd --cluster {step.Cluster} --id {step.User} -p {step.Pool} ls on the host; what it says may hold the key.",
    };
}
