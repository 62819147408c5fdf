using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Schedules;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A runbook as it is written.</summary>
public sealed record RunbookForm(
    [Key("What is done, in this order.")] Entries<PlayForm> Plays,
    [Key("What plans and reports call it.")] string? Name = null,
    [Key("Values that whoever runs it may set with -e.")] ValueMap<InputForm>? Inputs = null,
    [Key("Variables for the whole runbook; they win over the inventory, and -e over them.")] YamlMapping? Vars = null,
    [Key("When it may be applied; at any time without it.")] WindowForm? Window = null,
    [Key("Named ways to move guests, for 'policy' of plays and waves.")] ValueMap<PolicyForm>? Policies = null,
    [Key("The guest catalogue: a file beside the runbook that says how single guests move.", Example = "guests.yml")] string? Guests = null);

/// <summary>A file that others include, as it is written; at least one of its lists is there.</summary>
public sealed record IncludedForm(
    [Key("What the including place may give in 'with'.")] ValueMap<InputForm>? Parameters = null,
    [Key("Variables for what the file holds.")] YamlMapping? Vars = null,
    [Key("Plays, for an include under 'plays'.")] Entries<PlayForm>? Plays = null,
    [Key("Settings, for an include under 'steps'.")] Entries<StepKeys>? Steps = null,
    [Key("Operations, for an include under 'handlers'.")] Entries<HandlerKeys>? Handlers = null,
    [Key("Questions, for an include under 'gate'.")] Entries<CheckKeys>? Gate = null);

/// <summary>One entry of <c>plays</c> as it is written.</summary>
public sealed record PlayForm(
    SourceSpan Span,
    [Key("Host pattern: names, groups, a:b, a:&b, a:!b, globs.", Example = "rack_a:!kvm3")] HostsPattern Hosts,
    [Key("What plans and reports call it.")] string? Name = null,
    [Key("How many hosts are worked on at a time; all without it.")] Rollout? Rollout = null,
    [Key("The play stops when more hosts than this have failed, as a number or a share: of the play, or { per_stage: 0, total: 2 }; unreachable ones count. 0 without it.", Example = "25%")] FailureBudget? MaxFailed = null,
    [Key("What becomes of the changes of a host on which a step failed: rollback takes them back, keep leaves them for a human to look at.")] FailedHost FailedHost = FailedHost.Rollback,
    [Key("What becomes of changes when more hosts have failed than may: stop keeps them, rollback_stage and rollback_play take them back.")] OverBudget OverBudget = OverBudget.Stop,
    [Key("Earlier plays that must have ended well on all their hosts; else this one is not begun.")] ValueList<Placed<string>>? Requires = null,
    [Key("Empties the hosts before their steps run.")] EvacuateForm? Evacuate = null,
    [Key("Words that --tags and --skip-tags choose its steps by.")] ValueList<YamlScalar>? Tags = null,
    [Key("Variables for the whole play.")] YamlMapping? Vars = null,
    [Key("Settings, in this order.")] Entries<StepKeys>? Steps = null,
    [Key("Operations that steps call by name; each runs once a host, after the steps.")] Entries<HandlerKeys>? Handlers = null,
    [Key("Questions after each stage; a stage that does not pass ends the run.")] Entries<CheckKeys>? Gate = null,
    [Key("What becomes of the guests when their host is ready again: stay.")] Afterwards? Afterwards = null);

/// <summary>One of <c>inputs</c> or <c>parameters</c> as it is written.</summary>
public sealed record InputForm(
    [Key("What kind of value it takes; what -e gives is checked against it.")] InputType Type = InputType.String,
    [Key("Its value where none is given; without one it must be given.")] YamlNode? Default = null,
    [Key("What it is for, for whoever runs the runbook.")] string? Description = null,
    [Key("The only values it may have.")] ValueList<string>? Allowed = null,
    [Key("False: it may be left out, and is null then.")] bool Required = true,
    [Key("A regular expression that the whole of a string must match.", Example = "rack_[a-f]")] string? Pattern = null,
    [Key("The least it may be: a number, or a duration, size or rate as its type says.")] YamlScalar? Min = null,
    [Key("The most it may be, written as the least.")] YamlScalar? Max = null);
