using System.Text;

namespace LiveMigrationRunbooks.Journals;

/// <summary>
/// Which run carried a saved plan out, kept beside the runs of this controller: one file for each plan, named by its digest. A plan is applied
/// once; whoever makes the file first has it.
/// </summary>
public sealed class AppliedPlans(RunStore store)
{
    private readonly string _folder = Path.Combine(Path.GetDirectoryName(store.Folder) ?? ".", "plans");

    /// <summary>The run that applied the plan; null where none did.</summary>
    public string? RunOf(string digest) => File.Exists(At(digest)) ? File.ReadAllText(At(digest)).Trim() : null;

    /// <summary>Takes the plan for a run; false where another has it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public bool Take(string digest, string run)
    {
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            using var file = new FileStream(At(digest), FileMode.CreateNew, FileAccess.Write);
            file.Write(Encoding.ASCII.GetBytes(run + "\n"));
            file.Flush(true);
        }
        catch (IOException) when (File.Exists(At(digest)))
        {
            return false;
        }
        Durable.Folder(_folder);
        return true;
    }

    /// <summary>Gives the plan back: the run was not begun.</summary>
    public void Release(string digest, string run)
    {
        if (RunOf(digest) == run) File.Delete(At(digest));
    }

    // A digest is hexadecimal digits; the file that it was read from was checked against it.
    private string At(string digest) => Path.Combine(_folder, digest);
}
