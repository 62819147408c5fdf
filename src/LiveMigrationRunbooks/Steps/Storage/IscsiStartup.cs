namespace LiveMigrationRunbooks.Steps.Storage;

/// <summary>Who logs in to a target after a boot.</summary>
public enum IscsiStartup
{
    /// <summary>The host's service.</summary>
    Automatic,

    /// <summary>Nobody.</summary>
    Manual,
}
