using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Time;

/// <summary>A network interface whose hardware clock ptp4l keeps, as a source of time.</summary>
public sealed record PtpSource(string Device) : IArgument<PtpSource>
{
    public static string Form => "a mapping with device: the interface whose hardware clock ptp4l keeps";

    public static IReadOnlyList<string> JsonTypes => ["object"];

    public static PtpSource? Bind(YamlNode node) =>
        node is YamlMapping { Entries: [{ Key.Text: "device", Value: YamlScalar { IsNull: false } device }] } && device.Text.Length is > 0 and <= 15 && !device.Text.Any(letter => char.IsWhiteSpace(letter) || letter == '/')
            ? new PtpSource(device.Text) : null;
}
