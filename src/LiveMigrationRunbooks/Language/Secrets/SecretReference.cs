using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>
/// Where a secret is to be had. It is not read before a host is about to be asked; until then, and in all that is written, only this stands
/// for it. Two references are one when they name the same source; where they are written does not matter.
/// </summary>
public abstract record SecretReference(SourceSpan Span)
{
    /// <summary>The source as people would say it, without anything of the value.</summary>
    public abstract string Source { get; }

    public virtual bool Equals(SecretReference? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    public sealed override string ToString() => Source;
}

/// <summary><c>{ secret: env, name: DB_PASSWORD }</c>: a variable in the environment of whoever runs <c>lmr</c>.</summary>
public sealed record EnvironmentSecret(string Name, SourceSpan Span) : SecretReference(Span)
{
    public override string Source => $"the environment variable {Name}";

    public bool Equals(EnvironmentSecret? other) => base.Equals(other) && other is not null && other.Name == Name;

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name);
}

/// <summary><c>{ secret: file, path: secrets/db.txt }</c>: a file that only its owner can read, or a vault.</summary>
/// <param name="Path">From the folder of the file that says it.</param>
public sealed record FileSecret(string Path, SourceSpan Span) : SecretReference(Span)
{
    public override string Source => $"the file {Path}";

    public bool Equals(FileSecret? other) => base.Equals(other) && other is not null && other.Path == Path;

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Path);
}

/// <summary><c>{ secret: command, argv: [pass, show, db] }</c>: what a program prints.</summary>
/// <param name="Folder">The folder of the file that says it; the program runs there.</param>
public sealed record CommandSecret(IReadOnlyList<string> Argv, string Folder, SourceSpan Span) : SecretReference(Span)
{
    public override string Source => $"the command '{string.Join(' ', Argv)}'";

    public bool Equals(CommandSecret? other) =>
        base.Equals(other) && other is not null && other.Folder == Folder && other.Argv.SequenceEqual(Argv, StringComparer.Ordinal);

    public override int GetHashCode() => Argv.Aggregate(HashCode.Combine(base.GetHashCode(), Folder), HashCode.Combine);
}

/// <summary>What Ansible Vault encrypted: the text that begins with <c>$ANSIBLE_VAULT</c>.</summary>
public sealed record VaultSecret(string Text, SourceSpan Span) : SecretReference(Span)
{
    public override string Source => $"the vault at {Span.File.Path}:{Span.Line}";

    public bool Equals(VaultSecret? other) => base.Equals(other) && other is not null && other.Text == Text;

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Text);
}

/// <summary>A value out of a vault file that was opened as a whole: it is at hand, and as secret as the rest.</summary>
public sealed record OpenedSecret(SecretValue Value, SourceSpan Span) : SecretReference(Span)
{
    public override string Source => $"the vault {Span.File.Path}";

    public bool Equals(OpenedSecret? other) => base.Equals(other) && other is not null && other.Value.Equals(Value);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Value);
}
