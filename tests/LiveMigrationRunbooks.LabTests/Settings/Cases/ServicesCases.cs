namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Services and time.</summary>
internal static class ServicesCases
{
    public static IReadOnlyList<SettingCase> All { get; } = [];
}
