using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>Asks the targets before each wave whether they still have room for all guests that are to come: the plan proved it of another hour.</summary>
internal sealed class WaveRoom(Plan plan, Func<string, IHypervisor> at, RunRecord record, MoveTerms terms)
{
    /// <summary>Where there is not enough, the first guest that lacks it is recorded as failed, with what is missing; nobody else is begun.</summary>
    public async Task<bool> IsThereAsync(int play)
    {
        ValueList<MoveDeed> coming = [.. plan.Deeds.OfType<MoveDeed>().Where(deed => deed.Play == play && !deed.UnderWay && !record.IsEnded(deed))];
        var names = coming.Select(deed => deed.Move.Target).Distinct(StringComparer.Ordinal).ToList();
        var read = await Task.WhenAll(names.Select(ReadAsync));
        var missing = RoomProof.Missing(coming.Select(deed => deed.Move), names.Zip(read, (name, said) => terms.Target(play, name, said.Survey, said.Disks)));
        foreach (var (target, what) in missing)
        {
            var first = coming.First(deed => deed.Move.Target == target);
            record.End(first, DeedEnd.Failed, $"{first.Move.Name}: stays on {first.Host}, and its wave is not begun: {what}");
        }
        return missing.Count == 0;

        async Task<(HostSurvey Survey, ProbeAnswers Disks)> ReadAsync(string name)
        {
            var folders = coming.Where(deed => deed.Move.Target == name).SelectMany(deed => deed.Move.Copies ?? []).Select(copy => DiskCopies.FolderOf(copy.Path)).Distinct(StringComparer.Ordinal);
            return (await at(name).SurveyAsync(), await at(name).AnswerAsync(ProbeQuestions.None with { Folders = [.. folders] }));
        }
    }
}
