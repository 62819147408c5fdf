using System.Diagnostics;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>
/// Waits for what must come, however slow the machine is. The bound ends a test that would fail anyway, and says nothing about speed.
/// </summary>
public static class Eventually
{
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(15);

    /// <param name="what">What is waited for, as the end of "it never came that …".</param>
    /// <param name="holds">Asked again and again; null while it does not hold.</param>
    public static async Task<T> ComesAsync<T>(string what, Func<Task<T?>> holds)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await holds() is { } come) return come;
            if (clock.Elapsed > Patience) throw new TimeoutException($"In {clock.Elapsed.TotalSeconds:0} s it never came that {what}.");
            await Task.Delay(100);
        }
    }

    public static Task HoldsAsync(string what, Func<Task<bool>> holds) => ComesAsync(what, async () => await holds() ? what : null);
}
