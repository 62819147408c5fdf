using LiveMigrationRunbooks.Language.Secrets;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language.Secrets;

public sealed class SecretNameTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("db_password")]
    [InlineData("dbPassword")]
    [InlineData("db-password")]
    [InlineData("ansible_become_pass")]
    [InlineData("tls.private_key")]
    [InlineData("api_token")]
    [InlineData("tokens")]
    [InlineData("aws_secret_access_key")]
    [InlineData("credentials")]
    public void A_secret_is_known_by_its_last_word(string name) => Assert.True(SecretName.LooksSecret(name));

    [Theory]
    [InlineData("password_file")]
    [InlineData("private_key_path")]
    [InlineData("token_url")]
    [InlineData("bypass")]
    [InlineData("cwd")]
    [InlineData("public_key")]
    [InlineData("password.length")]
    [InlineData("migration_address")]
    public void What_is_about_a_secret_is_none(string name) => Assert.False(SecretName.LooksSecret(name));
}
