using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>The keys of an entry of <c>steps</c> beside its kind.</summary>
[NotYet("confirm_within")]
public sealed record StepKeys(
    [Key("What plans and reports call it; unique in its list.")] string? Name = null,
    [Key("A condition; without it the step is for every host of the play.", Example = "facts.firewall != \"none\"")] YamlScalar? When = null,
    [Key("Handlers that a change calls.")] ValueList<YamlScalar>? Notify = null,
    [Key("What a refusal means for the host: block leaves it untouched, leave goes on without this step.")] OnRefusal OnRefusal = OnRefusal.Block);

/// <summary>The keys of an entry of <c>handlers</c> beside its kind.</summary>
public sealed record HandlerKeys(
    [Key("What steps call it by in 'notify'.")] string? Name = null,
    [Key("A condition.", Example = "facts.firewall != \"none\"")] YamlScalar? When = null);

/// <summary>The keys of an entry of <c>gate</c> beside its kind.</summary>
public sealed record CheckKeys(
    [Key("What plans and reports call it; unique in its list.")] string? Name = null,
    [Key("A condition.", Example = "facts.firewall != \"none\"")] YamlScalar? When = null);
