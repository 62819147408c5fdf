using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Trust;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Tests.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runbooks;

/// <summary>Reading secrets from where they are. What fails is told without a value.</summary>
public sealed class SecretSourcesTests : IDisposable
{
    private static readonly string s_fixtures = Repository.Path("tests", "LiveMigrationRunbooks.Tests", "Language", "Secrets", "Fixtures");
    private readonly TemporaryFolder _folder = new();
    private readonly SourceSpan _span;
    private readonly Findings _findings = new();
    private string _trusted = "";
    private VaultPasswords _passwords = VaultPasswords.None;

    public SecretSourcesTests() => _span = new SourceSpan(new SourceFile(_folder["vars.yml"], "x"), 0, 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_variable_of_the_environment()
    {
        Environment.SetEnvironmentVariable("LMR_TEST_SECRET", "canary\n");
        Assert.Equal("canary\n", Read(new EnvironmentSecret("LMR_TEST_SECRET", _span)));
        Assert.Null(Read(new EnvironmentSecret("LMR_TEST_NOT_SET", _span)));
        Assert.Equal("LMR407", Told());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("x\n")]
    public void What_is_too_short_is_refused(string value)
    {
        Write("short", value, "600");
        Assert.Null(Read(File("short")));
        Assert.Equal("LMR412", Told());
    }

    [Fact]
    public void A_file_of_its_owner_alone()
    {
        Write("mine", "canary\n", "600");
        Assert.Equal("canary\n", Read(File("mine")));
    }

    [Theory]
    [InlineData("640")]
    [InlineData("604")]
    [InlineData("620")]
    public void A_file_that_others_can_read_or_write_is_refused(string mode)
    {
        Write("ours", "canary", mode);
        Assert.Null(Read(File("ours")));
        Assert.Equal("LMR409", Told());
    }

    [Fact]
    public void A_file_that_is_not_there_a_folder_and_binary()
    {
        Write("binary", "\0canary", "600");
        Assert.Null(Read(File("missing")));
        Assert.Null(Read(File(".")));
        Assert.Null(Read(File("binary")));
        Assert.Equal("LMR408 LMR408 LMR419", Told());
    }

    [Fact]
    public void A_vault_may_be_read_by_everyone_and_needs_the_password()
    {
        var vault = new FileSecret(Path.Combine(s_fixtures, "vars-1.1.yml"), _span);
        Assert.Null(Read(vault));
        Assert.Equal("LMR414", Told());
        _passwords = VaultPasswordFile.Read([Path.Combine(s_fixtures, "password.txt")], _findings);
        Assert.Contains("canary-in-a-vault-file", Read(vault), StringComparison.Ordinal);
        var scalar = System.IO.File.ReadAllText(Path.Combine(s_fixtures, "scalar-1.2.yml")).Split('\n', 2)[1];
        Assert.Equal("canary-labelled", Read(new VaultSecret(scalar, _span)));
    }

    [Fact]
    public void A_program_of_the_repository_runs_only_with_the_content_that_was_trusted()
    {
        Write("tell", "#!/bin/sh\ntouch ran\necho \"canary $1\"\n", "700");
        var command = Command("./tell", "a b");
        Assert.Null(Read(command));
        Assert.Equal("LMR170", Told());
        Assert.False(System.IO.File.Exists(_folder["ran"]));
        _trusted = TrustedExecutables.Digest(System.IO.File.ReadAllBytes(_folder["tell"]));
        Assert.Equal("canary a b\n", Read(command));
    }

    [Fact]
    public void Any_other_program_runs_only_with_the_words_that_were_trusted()
    {
        var command = Command("sh", "-c", "touch ran; echo can\"\"ary");
        Assert.Null(Read(command));
        Assert.Equal("LMR410", Told());
        Assert.False(System.IO.File.Exists(_folder["ran"]));
        _trusted = new SecretCommand(command, TrustedExecutables.Of("")).Digest();
        Assert.Equal("canary\n", Read(command));
        Assert.Null(Read(Command("sh", "-c", "touch ran; echo another")));
    }

    [Fact]
    public void Trust_in_a_command_ends_when_a_file_of_the_repository_changes_that_it_names()
    {
        Write("get.sh", "echo can\"\"ary", "600");
        var command = Command("sh", "get.sh");
        _trusted = new SecretCommand(command, TrustedExecutables.Of("")).Digest();
        Assert.Equal("canary\n", Read(command));
        Write("get.sh", "echo owned", "600");
        Assert.Null(Read(command));
        Assert.Equal("LMR410", Told());
    }

    [Fact]
    public void What_a_command_that_fails_has_said_is_not_told()
    {
        var command = Command("sh", "-c", "echo can\"\"ary; echo can\"\"ary >&2; exit 3");
        _trusted = new SecretCommand(command, TrustedExecutables.Of("")).Digest();
        Assert.Null(Read(command));
        var told = Assert.Single(_findings.Sorted);
        Assert.Equal(("LMR411", "It ended with exit code 3."), (told.Code, told.Why));
        Assert.Null(Read(Command("no-such-program")));
        Assert.Equal("LMR411 LMR910", Told());
    }

    [Fact]
    public void A_source_is_asked_once()
    {
        var command = Command("sh", "-c", "echo x >>asked; echo can\"\"ary");
        _trusted = new SecretCommand(command, TrustedExecutables.Of("")).Digest();
        var sources = new SecretSources(_passwords, TrustedExecutables.Of(_trusted));
        foreach (var _ in Enumerable.Range(0, 3)) sources.Open(new SecretNode(SecretText.Of(Command("sh", "-c", "echo x >>asked; echo can\"\"ary")), _span), _findings);
        Assert.Equal("x\n", System.IO.File.ReadAllText(_folder["asked"]));
    }

    [Fact]
    public void Inside_of_a_text_a_secret_loses_its_last_newlines()
    {
        Write("mine", "canary\n\n", "600");
        var text = new SecretText([SecretPart.Of("a="), SecretPart.Of(File("mine")), SecretPart.Of("\n")]);
        var opened = new SecretSources(_passwords, TrustedExecutables.Of("")).Open(new SecretNode(text, _span), _findings);
        Assert.Equal("a=canary\n", opened?.Value?.Reveal());
        Assert.DoesNotContain("canary", opened?.ToString(), StringComparison.Ordinal);
    }

    private string? Read(SecretReference reference) =>
        new SecretSources(_passwords, TrustedExecutables.Of(_trusted)).Open(new SecretNode(SecretText.Of(reference), _span), _findings)?.Value?.Reveal();

    private string Told()
    {
        Assert.All(_findings.Sorted, told => Assert.DoesNotContain("canary", told.What + told.Why + told.Fix, StringComparison.Ordinal));
        return string.Join(' ', _findings.Sorted.Select(told => told.Code));
    }

    private FileSecret File(string name) => new(_folder[name], _span);

    private CommandSecret Command(params string[] argv) => new(argv, Path.GetDirectoryName(_folder["x"]) ?? "", _span);

    private void Write(string name, string text, string mode)
    {
        System.IO.File.WriteAllText(_folder[name], text);
        System.IO.File.SetUnixFileMode(_folder[name], (UnixFileMode)Convert.ToInt32(mode, 8));
    }
}
