using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Reports;

/// <summary>A forecast in one line: what the move costs, between what and what, and how old that knowledge is.</summary>
public static class ForecastText
{
    public static string Of(Forecast forecast)
    {
        var memory = Quantity.TextOfSize(Rough(forecast.MemoryBytes));
        if (forecast.Source == ForecastSource.None)
        {
            return $"forecast: at least {memory} in {Time(forecast.DurationMs.Low)}; how fast it writes to its memory is not known ({forecast.NotMeasured ?? "plan --measure asks"}); {Link(forecast)}";
        }
        return $"forecast: {Sizes(forecast.Bytes)} in {Times(forecast.DurationMs)}, pause {Times(forecast.PauseMs)}, {Ends(forecast)}; {Sample(forecast)}; {Link(forecast)}";
    }

    /// <summary>What was said of a move that is over, beside what came.</summary>
    public static string Compared(Forecast forecast, ForecastOutcome? outcome)
    {
        if (forecast.Source == ForecastSource.None) return $"at least {Time(forecast.DurationMs.Low)}";
        var said = $"{Times(forecast.DurationMs)}, {Quantity.TextOfSize(Rough(forecast.Bytes.Likely))}";
        if (outcome is not { DurationError: { } error, Within: { } within }) return said;
        return $"{said}: {(error < 0 ? "-" : "+")}{Math.Abs(error) * 100:0} %{(within ? "" : ", outside of its band")}{(outcome.ConvergenceRight == false ? ", and it was not to converge" : "")}";
    }

    public static string Times(Band band) => band.Low == band.High ? Time(band.Likely) : $"{Time(band.Likely)} ({Time(band.Low)} to {Time(band.High)})";

    private static string Sizes(Band band) => $"{Quantity.TextOfSize(Rough(band.Likely))} ({Quantity.TextOfSize(Rough(band.Low))} to {Quantity.TextOfSize(Rough(band.High))})";

    private static string Ends(Forecast forecast)
    {
        var slowed = forecast.ThrottlePercent > 0 ? $", slowed down by {forecast.ThrottlePercent} %" : "";
        return forecast.Converges switch
        {
            _ when forecast is { FollowsMs: { Likely: > 0 } follows, LeavesMs: { } leaves } => $"ends by post-copy: goes on at its target after {Times(leaves)}, and its memory follows within {Times(follows)}{slowed}",
            Convergence.Yes => $"converges{slowed}",
            Convergence.Probably => $"converges, but not in the worst case{slowed}",
            Convergence.Doubtful => "converges in the best case only, and is else called off",
            Convergence.No => "DOES NOT CONVERGE and is called off",
            _ => "",
        };
    }

    private static string Sample(Forecast forecast)
    {
        var rate = forecast.DirtyBytesPerSecond is > 0 and var speed ? $"writes {Quantity.TextOfSize(Rough(speed))}/s" : "writes next to nothing";
        var age = forecast.SampleAgeSeconds is { } seconds ? seconds < 60 ? "just now" : $"{Time(seconds * 1000)} ago" : "at some time";
        if (forecast is { SampleHour: { } hour, SampleCount: { } count }) return $"{rate}, as {(count == 1 ? $"one sample of {hour} says" : $"{count} samples of {hour} say")}, the last {age}";
        return forecast.Source == ForecastSource.Measured ? $"{rate}, measured {age}" : $"{rate}, measured {age}, not for this plan";
    }

    private static string Link(Forecast forecast) => $"link: {forecast.Link}";

    // Nobody reads a forecast to the millisecond: seconds where it is more than ten of them, tenths above one.
    public static string Time(long milliseconds)
    {
        long step = milliseconds switch { >= 600_000 => 60_000, >= 10_000 => 1000, >= 1000 => 100, >= 100 => 10, _ => 1 };
        var rounded = (milliseconds + (step / 2)) / step * step;
        return rounded is >= 1000 and < 10_000 && rounded % 1000 != 0 ? $"{rounded / 1000}.{rounded % 1000 / 100}s" : Quantity.Text(TimeSpan.FromMilliseconds(rounded));
    }

    private static long Rough(long bytes) => bytes >= 10 << 20 ? (bytes + (1 << 19)) >> 20 << 20 : bytes;
}
