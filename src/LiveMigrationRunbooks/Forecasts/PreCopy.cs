namespace LiveMigrationRunbooks.Forecasts;

/// <summary>
/// One move whose memory is sent while the guest runs, pass after pass, as <see cref="CopyModel"/> describes it; under the rules by which our monitor allows longer
/// pauses, lets a guest go on at its target, and calls a move off.
/// </summary>
internal sealed class PreCopy(CopyLoad load, CopyPath path, CopyTerms terms)
{
    // So many passes mean that each is no shorter than the one before by anything that counts.
    private const int MostPasses = 100_000;

    // As the monitor of moves has it.
    private const double Better = 0.96;
    private const double BetweenPauses = 10;

    // With post-copy to come, to be slowed down further is no progress.
    private const double HalfSpeed = 0.5;
    private readonly AutoConverge _slowing = new(terms.AutoConverge, path.SetupSeconds);
    private double _left = load.MemoryBytes;
    private double _sent;
    private double _time = path.SetupSeconds;

    // Of what is left: pages that were written to since they were sent, the others, and the most of the former that there were.
    private double _cold = load.MemoryBytes;
    private double _hot;
    private double _reach;
    private int _pause;
    private double _raised;
    private double _best = double.PositiveInfinity;
    private double _least = double.PositiveInfinity;
    private double _progress;

    public CopyCourse Run()
    {
        for (var passes = 1; passes <= MostPasses; passes++)
        {
            var next = Pass(passes == 1);
            if (_time > terms.DeadlineSeconds) break;
            var seconds = next / path.BytesPerSecond;
            _least = Math.Min(_least, seconds);
            if (seconds <= terms.Pauses[_pause]) return Ended(next, passes);
            if (terms.Mode == CopyMode.Hybrid) return CopyModel.Followed(_sent, next, _time, passes, 0, path);
            var slowed = _slowing.Rises(_time);
            if (slowed && !IsSlowEnough) _progress = _time;
            Compare(seconds);
            if (_pause == terms.Pauses.Count - 1 && (!_slowing.MayRise || IsSlowEnough))
            {
                if (_time - _progress >= terms.StallSeconds) return Stalled(_time, next, passes);
                // From here on each pass is as long as this one.
                if (!slowed && next >= _left && seconds > terms.Pauses[^1] && (passes > 1 || load.BegunSeconds == 0)) return Stalled(Math.Max(_time, _progress + terms.StallSeconds), next, passes);
            }
            _left = next;
        }
        return CalledOff(terms.DeadlineSeconds);
    }

    // Sends what is left, but for what fits into the pause, and says what then is to be sent.
    private double Pass(bool first)
    {
        var ahead = Math.Min(_left, path.BytesPerSecond * terms.AheadSeconds(_pause));
        var span = (_left - ahead) / path.BytesPerSecond;
        (_sent, _time) = (_sent + _left - ahead, _time + span);
        // A slowed guest writes in that span what it else would in a shorter one.
        var written = load.Again((span + (first ? load.BegunSeconds : 0)) * (1 - _slowing.Throttle));
        _slowing.See(written, _left - ahead);
        // A page that is left over may be written to meanwhile, at no cost.
        var kept = _left > 0 ? ahead / _left : 0;
        _reach = Math.Max(_reach, written);
        _cold *= kept * (written > 0 ? 1 - Math.Min(1, written / load.WholeOrMemory) : 1);
        _hot = written + (_hot * kept * (_reach > 0 ? 1 - (written / _reach) : 1));
        return _cold + _hot;
    }

    private void Compare(double seconds)
    {
        if (seconds < _best * Better) (_best, _progress) = (seconds, _time);
        else if (_time - _raised >= BetweenPauses && _pause < terms.Pauses.Count - 1) (_pause, _raised, _progress) = (_pause + 1, _time, _time);
    }

    private CopyCourse Ended(double rest, int passes)
    {
        var still = (rest / path.PauseBytesPerSecond) + path.SwitchSeconds;
        return CopyModel.Within(terms, new CopyCourse(true, _sent + rest, _time + still, still, passes, _slowing.Throttle));
    }

    private bool IsSlowEnough => terms.LeavesWhenStalled && _slowing.Throttle > HalfSpeed;

    // Until the stall is noticed the link is as busy as before.
    private CopyCourse Stalled(double time, double rest, int passes) => terms.LeavesWhenStalled && time <= terms.DeadlineSeconds
        ? CopyModel.Followed(_sent + (path.BytesPerSecond * (time - _time)), rest, time, passes, _slowing.Throttle, path) : CalledOff(time);

    private CopyCourse CalledOff(double time)
    {
        var at = Math.Min(time, terms.DeadlineSeconds);
        return new CopyCourse(false, path.BytesPerSecond * Math.Max(0, at - path.SetupSeconds), at, (double.IsFinite(_least) ? _least : 0) + path.SwitchSeconds, 0, _slowing.Throttle);
    }
}
