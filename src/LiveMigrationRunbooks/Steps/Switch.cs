namespace LiveMigrationRunbooks.Steps;

/// <summary>A feature that is on or off; written <c>on</c> and <c>off</c>, as <c>ethtool</c> prints them.</summary>
public enum Switch
{
    Off,
    On,
}
