using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>
/// What a plan was made from on one host, by key. What is *pinned* must be the same when it is carried out; what is *guarded* may move inside
/// its bound; what is *watched* informs.
/// </summary>
/// <param name="Settings">Pinned too: every setting that was judged, also where nothing is to be changed.</param>
public sealed record KeptValues(string Host, ValueMap<string> Pinned, ValueMap<KeptSetting> Settings, ValueMap<Guarded> Guarded, ValueMap<string> Watched);

/// <summary>The state of a setting, and the step that reads it.</summary>
public sealed record KeptSetting(StepReference Step, JsonNode State);

/// <summary>A value that moves by itself. It must be at least so much.</summary>
/// <param name="Bound">The same for people, and why.</param>
public sealed record Guarded(long Value, long AtLeast, string Bound);
