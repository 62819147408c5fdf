namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>What a scalar is for, as far as it decides which characters can be meant in it.</summary>
internal enum YamlPlace
{
    /// <summary>A name that a program looks for.</summary>
    Key,

    /// <summary>A value for a program.</summary>
    Value,

    /// <summary>A sentence for people, or the content of a file: typography is at home there.</summary>
    Prose,
}
