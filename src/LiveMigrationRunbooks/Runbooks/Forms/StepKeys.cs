using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>The keys of an entry of <c>steps</c> beside its kind.</summary>
public sealed record StepKeys(
    [Key("What plans and reports call it; unique in its list.")] string? Name = null,
    [Key("A condition, or a list of which all must hold; without it the step is for every host of the play.", Example = "facts.firewall != \"none\"")] ValueList<YamlScalar>? When = null,
    [Key("Handlers that a change calls.")] ValueList<YamlScalar>? Notify = null,
    [Key("What a refusal means for the host: block leaves it untouched, leave goes on without this step.")] OnRefusal OnRefusal = OnRefusal.Block,
    [Key("Whom the change may disturb while it is made: guests, storage, migrations. Without it the step is refused where somebody is there.", Example = "[guests]")] ValueList<Disturbed>? MayDisturb = null,
    [Key("The timer on the host: what this changes is taken back by the host itself unless lmr confirms it over a new connection by then. 120s where it may cut the management path; said here, it holds for any change.", Example = "120s")] ConfirmTime? ConfirmWithin = null,
    [Key("Words that --tags and --skip-tags choose it by.")] ValueList<YamlScalar>? Tags = null,
    [Key("Variables for this entry and everything inside of it.")] YamlMapping? Vars = null,
    [Key("A list or a mapping: the entry is done once for each item.", Example = "{{ nics }}")] YamlNode? Foreach = null,
    [Key("What the item is called inside of the entry; 'item' without it.", Pattern = Identifier.Pattern, PatternWords = Identifier.Words)] string? As = null,
    [Key("Steps with something in common: name, when, tags, vars, foreach.")] Entries<StepKeys>? Block = null,
    [Key("A file with 'steps', relative to this one.", Example = "steps/nic.yml")] YamlScalar? Include = null,
    [Key("The parameters of the included file.")] YamlMapping? With = null);

/// <summary>The keys of an entry of <c>handlers</c> beside its kind.</summary>
public sealed record HandlerKeys(
    [Key("What steps call it by in 'notify'.")] string? Name = null,
    [Key("A condition, or a list of which all must hold.", Example = "facts.firewall != \"none\"")] ValueList<YamlScalar>? When = null,
    [Key("The timer on the host: what this changes is taken back by the host itself unless lmr confirms it over a new connection by then. 120s where it may cut the management path; said here, it holds for any change.", Example = "120s")] ConfirmTime? ConfirmWithin = null,
    [Key("Variables for this entry and everything inside of it.")] YamlMapping? Vars = null,
    [Key("A list or a mapping: the entry is done once for each item.", Example = "{{ nics }}")] YamlNode? Foreach = null,
    [Key("What the item is called inside of the entry; 'item' without it.", Pattern = Identifier.Pattern, PatternWords = Identifier.Words)] string? As = null,
    [Key("Handlers with something in common: name, when, vars, foreach.")] Entries<HandlerKeys>? Block = null,
    [Key("A file with 'handlers', relative to this one.", Example = "handlers/libvirt.yml")] YamlScalar? Include = null,
    [Key("The parameters of the included file.")] YamlMapping? With = null);

/// <summary>The keys of an entry of <c>gate</c> beside its kind.</summary>
public sealed record CheckKeys(
    [Key("What plans and reports call it; unique in its list.")] string? Name = null,
    [Key("A condition, or a list of which all must hold.", Example = "facts.firewall != \"none\"")] ValueList<YamlScalar>? When = null,
    [Key("Variables for this entry and everything inside of it.")] YamlMapping? Vars = null,
    [Key("A list or a mapping: the entry is done once for each item.", Example = "{{ nics }}")] YamlNode? Foreach = null,
    [Key("What the item is called inside of the entry; 'item' without it.", Pattern = Identifier.Pattern, PatternWords = Identifier.Words)] string? As = null,
    [Key("Checks with something in common: name, when, vars, foreach.")] Entries<CheckKeys>? Block = null,
    [Key("A file with a 'gate', relative to this one.", Example = "gates/path.yml")] YamlScalar? Include = null,
    [Key("The parameters of the included file.")] YamlMapping? With = null);

/// <summary>The keys of an entry of <c>plays</c> that stands for the plays of another file.</summary>
public sealed record PlayIncludeKeys(
    [Key("A file with 'plays', relative to this one.", Example = "plays/network.yml")] YamlScalar Include,
    [Key("The parameters of the included file.")] YamlMapping? With = null,
    [Key("Words that --tags and --skip-tags choose its steps by.")] ValueList<YamlScalar>? Tags = null,
    [Key("Variables for all of its plays.")] YamlMapping? Vars = null);
