using System.Globalization;

namespace LiveMigrationRunbooks.Reports;

/// <summary>A parked host in one line, so that nobody wonders where it is.</summary>
public static class ParkedText
{
    public static string Of(string host, string reason, DateOnly? until) =>
        $"{host} is parked and left alone: {reason}{(until is { } day ? $" (until {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})" : "")}";
}
