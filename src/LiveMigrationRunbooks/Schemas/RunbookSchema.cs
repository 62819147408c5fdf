using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>
/// The JSON Schema of runbooks, made from the records that the readers bind and from the step catalogue, so that an editor completes every
/// key, every kind and every argument.
/// </summary>
public static class RunbookSchema
{
    private static readonly Dictionary<Type, string> s_definitions = new()
    {
        [typeof(PlayForm)] = "play",
        [typeof(StepKeys)] = "step",
        [typeof(HandlerKeys)] = "handler",
        [typeof(CheckKeys)] = "check",
    };

    private static readonly ShapeSchema s_shapes = new(s_definitions);

    public static JsonObject Make()
    {
        var schema = FileSchema.Of("lmr runbook", s_shapes.Record(typeof(RunbookForm)));
        schema["definitions"] = Definitions();
        return schema;
    }

    /// <summary>The schema of files that runbooks include.</summary>
    public static JsonObject MakeIncluded()
    {
        var schema = FileSchema.Of("lmr include", s_shapes.Record(typeof(IncludedForm)));
        schema["anyOf"] = new JsonArray([.. new[] { "plays", "steps", "handlers", "gate" }.Select(Requires)]);
        schema["definitions"] = Definitions();
        return schema;
    }

    private static JsonObject Definitions()
    {
        var definitions = new JsonObject
        {
            ["play"] = new JsonObject { ["anyOf"] = new JsonArray(s_shapes.Record(typeof(PlayForm)), s_shapes.Record(typeof(PlayIncludeKeys))) },
            ["step"] = Step(typeof(StepKeys), kind => kind is { IsCheck: false, IsOperation: false }),
            ["handler"] = Step(typeof(HandlerKeys), kind => kind.IsOperation),
            ["check"] = Step(typeof(CheckKeys), kind => kind.IsCheck),
        };
        foreach (var kind in StepCatalogue.Kinds.Values) definitions[kind.Name] = KindSchema.Make(kind);
        return definitions;
    }

    private static JsonObject Step(Type keys, Func<StepKind, bool> belongs)
    {
        var schema = s_shapes.Record(keys);
        var kinds = StepCatalogue.Kinds.Values.Where(belongs).ToList();
        foreach (var kind in kinds) schema["properties"]?.AsObject().Add(kind.Name, new JsonObject { ["$ref"] = $"#/definitions/{kind.Name}" });
        schema["oneOf"] = new JsonArray([.. kinds.Select(kind => kind.Name).Concat(["block", "include"]).Select(DoesOneThing)]);
        return schema;
    }

    // Editors say the sentence where no alternative fits; by themselves they would miss the first kind of the list, which nobody meant.
    private static JsonObject DoesOneThing(string key)
    {
        var schema = Requires(key);
        schema["errorMessage"] = "An entry does exactly one thing: give it one kind, as nic.mtu, or a block, or an include.";
        return schema;
    }

    private static JsonObject Requires(string key) => new() { ["required"] = new JsonArray(JsonValue.Create(key)) };
}
