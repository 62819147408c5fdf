namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>How a file is to be understood.</summary>
public enum YamlDialect
{
    /// <summary>YAML 1.2's core schema without tags and merge keys: runbooks and everything else that is ours.</summary>
    Core,

    /// <summary>What Ansible reads: YAML 1.1 scalars (<c>yes</c>, <c>0644</c>), merge keys, <c>!vault</c> and <c>!unsafe</c>.</summary>
    Ansible,
}
