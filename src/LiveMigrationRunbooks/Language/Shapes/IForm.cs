using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>A type with a form of its own in YAML: it reads itself and says what it looks like.</summary>
public interface IForm<TSelf> where TSelf : class
{
    /// <summary>What it looks like, for error texts: <c>a whole number or a list of them</c>.</summary>
    static abstract string Form { get; }

    /// <summary>The JSON types that it may be (<c>string</c>, <c>integer</c>, <c>array</c>, <c>object</c> …); empty for any.</summary>
    static virtual IReadOnlyList<string> JsonTypes => [];

    /// <summary>The value, or null where the node does not have the form.</summary>
    static abstract TSelf? Bind(YamlNode node);

    /// <summary>Why a node does not have the form, where more can be said than what it looks like.</summary>
    static virtual string? WhyNot(YamlNode node) => null;
}
