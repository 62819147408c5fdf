using LiveMigrationRunbooks.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

public sealed class GuestMetadataTests
{
    [Theory]
    [InlineData("<m:tier xmlns:m='urn:a'> database </m:tier>", "tier=database")]
    [InlineData("<m:app xmlns:m='urn:a'><m:tier>db</m:tier><m:owner/></m:app><tier xmlns='urn:b'>web</tier>", "app/owner= app/tier=db tier=web")]
    [InlineData("<a xmlns='urn:a'>first</a><a xmlns='urn:b'>second</a>", "a=first")]
    [InlineData("", "")]
    public void Elements_are_found_by_path(string metadata, string expected) => Assert.Equal(
        expected, string.Join(' ', GuestMetadata.Of($"<domain type='kvm'><name>g</name><metadata>{metadata}</metadata></domain>").Select(pair => $"{pair.Key}={pair.Value}")));

    [Fact]
    public void A_guest_without_any_has_none() => Assert.Empty(GuestMetadata.Of("<domain type='kvm'><name>g</name></domain>"));
}
