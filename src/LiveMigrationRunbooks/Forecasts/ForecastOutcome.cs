namespace LiveMigrationRunbooks.Forecasts;

/// <summary>A forecast held against what was measured afterwards.</summary>
/// <param name="DurationError">How far the likely duration was off, as a share of the measured one: 0.1 for a tenth too long, negative for too short; null where nothing was measured.</param>
/// <param name="Within">Whether the measured duration lies in the band; null where nothing was measured.</param>
/// <param name="ConvergenceRight">Whether it ended as was said; null where nobody said.</param>
public sealed record ForecastOutcome(double? DurationError, double? BytesError, bool? Within, bool? ConvergenceRight)
{
    /// <param name="ended">Whether the guest arrived.</param>
    public static ForecastOutcome Of(Forecast forecast, bool ended, long? durationMs, long? bytes) => new(
        ended ? Error(forecast.DurationMs.Likely, durationMs) : null,
        ended ? Error(forecast.Bytes.Likely, bytes) : null,
        ended && durationMs is { } measured ? forecast.DurationMs.Holds(measured) : null,
        forecast.Converges == Convergence.Unknown ? null : forecast.Ends == ended);

    private static double? Error(long likely, long? measured) => measured is > 0 and var value ? Math.Round((double)(likely - value) / value, 3) : null;
}
