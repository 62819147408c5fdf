using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>The JSON Schema of runbooks, made from the step catalogue, so that an editor completes every kind and every argument.</summary>
public static class RunbookSchema
{
    public static JsonObject Make() => new()
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "lmr runbook",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = Names("plays"),
        ["properties"] = new JsonObject
        {
            ["name"] = Text("What plans and reports call it."),
            ["inputs"] = Map(Input(), "Values that whoever runs it may set with -e."),
            ["plays"] = List(Play(), "What is done, in this order."),
        },
        ["definitions"] = Definitions(),
    };

    private static JsonObject Definitions()
    {
        var definitions = new JsonObject
        {
            ["step"] = Step(kind => kind is { IsCheck: false, IsOperation: false }, step: true),
            ["handler"] = Step(kind => kind.IsOperation, step: false),
            ["check"] = Step(kind => kind.IsCheck, step: false),
        };
        foreach (var kind in StepCatalogue.Kinds.Values) definitions[kind.Name] = KindSchema.Make(kind);
        return definitions;
    }

    private static JsonObject Play() => Object("hosts", new JsonObject
    {
        ["name"] = Text("What plans and reports call it."),
        ["hosts"] = Text("Host pattern: names, groups, a:b, a:&b, a:!b, globs."),
        ["rollout"] = Object(null, new JsonObject
        {
            ["stages"] = OneOrMore(Share(), "Hosts at a time, of those left; the last repeats."),
            ["soak"] = Text("Pause after each stage: 30s, 2m."),
        }),
        ["max_failed"] = Share(),
        ["failed_host"] = Words("What becomes of the changes of a host on which a step failed.", "keep", "rollback"),
        ["evacuate"] = Object("to", new JsonObject
        {
            ["to"] = Text("Hosts that take the guests: a host pattern."),
            ["bandwidth_per_guest"] = Text("800Mbit/s, 100MiB/s."),
            ["auto_converge"] = new JsonObject { ["type"] = "boolean", ["description"] = "Slow a guest down that dirties memory faster than it can be sent." },
        }),
        ["steps"] = List(Reference("step"), "Settings, in this order."),
        ["handlers"] = List(Reference("handler"), "Operations that steps call by name; each runs once a host, after the steps."),
        ["gate"] = List(Reference("check"), "Questions after each stage; a stage that does not pass ends the run."),
    });

    private static JsonObject Step(Func<StepKind, bool> belongs, bool step)
    {
        var properties = new JsonObject { ["name"] = Text("What plans and reports call it; unique in its list."), ["when"] = Text("A condition: facts.firewall != \"none\".") };
        if (step)
        {
            properties["notify"] = OneOrMore(Text("Name of a handler."), "Handlers that a change calls.");
            properties["on_refusal"] = Words("What a refusal means for the host: block leaves it untouched, leave goes on without this step.", "block", "leave");
        }
        var kinds = StepCatalogue.Kinds.Values.Where(belongs).ToList();
        foreach (var kind in kinds) properties[kind.Name] = Reference(kind.Name);
        var schema = Object(null, properties);
        schema["oneOf"] = new JsonArray([.. kinds.Select(kind => new JsonObject { ["required"] = Names(kind.Name) })]);
        return schema;
    }

    private static JsonObject Input() => Object(null, new JsonObject
    {
        ["type"] = Words("Its type.", "string", "integer", "bool", "list"),
        ["default"] = new JsonObject { ["description"] = "Its value where -e gives none; without one it must be given." },
        ["description"] = Text("What it is for."),
        ["allowed"] = new JsonObject { ["type"] = "array", ["description"] = "The only values it may have." },
    });

    private static JsonObject Object(string? required, JsonObject properties)
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required is not null) schema["required"] = Names(required);
        return schema;
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Share() => new() { ["type"] = new JsonArray("integer", "string"), ["description"] = "A number of hosts, or a share: 2, 25%." };

    private static JsonObject Words(string description, params string[] words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]), ["description"] = description };

    private static JsonObject List(JsonObject items, string description) => new() { ["type"] = "array", ["items"] = items, ["description"] = description };

    private static JsonObject OneOrMore(JsonObject item, string description) =>
        new() { ["anyOf"] = new JsonArray(item.DeepClone(), new JsonObject { ["type"] = "array", ["items"] = item }), ["description"] = description };

    private static JsonObject Map(JsonObject value, string description) => new() { ["type"] = "object", ["additionalProperties"] = value, ["description"] = description };

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    private static JsonArray Names(params string[] names) => [.. names.Select(name => JsonValue.Create(name))];
}
