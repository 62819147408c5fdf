using System.Text;
using System.Text.Json;

namespace LiveMigrationRunbooks.Journals;

/// <summary>
/// What somebody asks of a guest's move that a run makes: to take the next rung of its ladder now. A file a guest beside the journal; whoever watches
/// the move takes the question away and leaves an answer.
/// </summary>
/// <param name="folder">Of the run.</param>
public sealed class Escalations(string folder)
{
    private const string Asked = "escalate.";
    private const string Answered = "escalated.";

    /// <exception cref="IOException">The store cannot be written; as of all that write.</exception>
    public void Ask(string guest)
    {
        File.Delete(PathOf(Answered, guest));
        Durable.File(PathOf(Asked, guest), []);
    }

    /// <summary>Whether it is asked; it is not any more afterwards.</summary>
    public bool Take(string guest)
    {
        if (!File.Exists(PathOf(Asked, guest))) return false;
        File.Delete(PathOf(Asked, guest));
        return true;
    }

    public void Answer(string guest, EscalationAnswer answer) => Durable.File(PathOf(Answered, guest), JsonSerializer.SerializeToUtf8Bytes(answer));

    /// <summary>Null before there is one.</summary>
    public EscalationAnswer? AnswerOf(string guest) =>
        File.Exists(PathOf(Answered, guest)) ? JsonSerializer.Deserialize<EscalationAnswer>(File.ReadAllBytes(PathOf(Answered, guest))) : null;

    // A guest's name is no file's name.
    private string PathOf(string kind, string guest) => Path.Combine(folder, kind + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(guest)));
}

/// <summary>What became of it.</summary>
/// <param name="Done">Whether the next rung was taken.</param>
/// <param name="Text">What was done, or why not.</param>
public sealed record EscalationAnswer(bool Done, string Text);
