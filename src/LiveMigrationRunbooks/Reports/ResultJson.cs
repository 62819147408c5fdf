using System.Text.Json;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Reports;

/// <summary>Results as JSON, in the same form as the plan.</summary>
public static class ResultJson
{
    public static string Of<T>(T result) => PlainJson.Of(JsonSerializer.Serialize(result, PlanFile.Options));
}
