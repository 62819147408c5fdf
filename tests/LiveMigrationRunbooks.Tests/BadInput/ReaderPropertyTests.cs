using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.BadInput;

/// <summary>Random bytes and damaged valid files go to every reader: what is wrong is told or refused, and no exception escapes.</summary>
public sealed class ReaderPropertyTests : IDisposable
{
    private static readonly byte[][] s_valid =
    [
        File.ReadAllBytes(Repository.TestPath("Cases", "ten-mistakes", "runbook.yml")),
        File.ReadAllBytes(Repository.TestPath("Cases", "typo-in-inventory", "inventory.yml")),
        Encoding.UTF8.GetBytes("kvm:\n  hosts:\n    kvm[01:03]: { ansible_host: 192.0.2.1, x: !vault |\n      $ANSIBLE_VAULT;1.1\n }\n  children: { a: , b: {} }\n"),
        Encoding.UTF8.GetBytes("[kvm]\nkvm1 ansible_host=192.0.2.1\n[kvm:vars]\na=b\n"),
        Encoding.UTF8.GetBytes("{{ a.b[0] | string.upcase }} and {{ (1 + 2) * x ?? 'none' }} 800Mbit/s 1h30m 25% 1.5GiB"),
        Encoding.UTF8.GetBytes("rack_a[0:2]:&kvm*:!~kvm[1-3]$,@/dev/null"),
        Encoding.UTF8.GetBytes("""{"seq":1,"at":"2026-01-01T00:00:00.000Z","record":{"type":"run_ended"},"digest":"00"}""" + "\n"),
        Encoding.UTF8.GetBytes("""{"format":1,"runbook":"a.yml","hosts":[{"name":"kvm1"}],"plays":[{"name":"x","deeds":[]}]}"""),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("lmr-property-").FullName;

    private static Gen<byte[]> Damaged => from whole in Gen.Elements(s_valid)
                                          from edits in Gen.ArrayOf(Edit, 3)
                                          select edits.Aggregate(whole, (bytes, edit) => edit(bytes));

    /// <summary>Replaces, removes, repeats or cuts.</summary>
    private static Gen<Func<byte[], byte[]>> Edit => from kind in Gen.Choose(0, 4)
                                                     from at in Gen.Choose(0, int.MaxValue - 1)
                                                     from other in Gen.Elements("\0\t\n\r \"'#%&*-:<>?@[]{}|~!,`\\e\u00FF"u8.ToArray())
                                                     select (Func<byte[], byte[]>)(bytes => Edited(bytes, kind, at, other));

    private static Gen<byte[]> Any => Gen.OneOf(Damaged, Damaged, ArbMap.Default.GeneratorFor<byte[]>());

    [Fact]
    public void No_exception_escapes_a_reader_of_files() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(250), Prop.ForAll(Any.ToArbitrary(), bytes =>
        {
            var path = Path.Combine(_folder, "input.yml");
            File.WriteAllBytes(path, bytes);
            Render(findings => RunbookReader.Read(path, findings));
            Render(findings => InventoryReader.Read([path], findings));
            JournalReading.Of(path);
        }));

    [Fact]
    public void No_exception_escapes_a_reader_of_texts() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Any.ToArbitrary(), bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            var file = new SourceFile("-e x", text);
            var span = new SourceSpan(file, 0, text.Length);
            Render(findings => YamlReader.Read(file, YamlDialect.Core, findings));
            Render(findings => YamlReader.Read(file, YamlDialect.Ansible, findings));
            Render(findings => Expression.Parse(text, span, findings)?.Evaluate(Scope.Empty));
            Render(findings => Template.Parse(text, span, findings)?.Evaluate(Scope.Empty));
            // A regular expression of thousands of terms takes its time; nobody writes patterns of that length.
            Render(findings => HostPattern.Select(s_inventory.Value, text[..Math.Min(text.Length, 30)], null, findings));
            Quantity.TryDuration(text, out _, out _);
            Quantity.TrySize(text, out _, out _);
            Quantity.TryRate(text, out _, out _);
            Quantity.TryShare(text, out _, out _);
            PlanFile.Read(text);
            LookAlikes.Plain(text);
            Suggestion.For(text, ["steps", "hosts", text]);
        }));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly Lazy<Inventory> s_inventory = new(() =>
        InventoryReader.Read(["kvm1,kvm2,"], new Findings()) ?? throw new InvalidOperationException("Two names make an inventory."));

    private static void Render(Action<Findings> read)
    {
        var findings = new Findings();
        read(findings);
        foreach (var diagnostic in findings.Sorted) Assert.NotEqual("", DiagnosticText.Render(diagnostic));
    }

    private static byte[] Edited(byte[] bytes, int kind, int place, byte other)
    {
        if (bytes.Length == 0) return [other];
        var at = place % bytes.Length;
        var length = Math.Min(bytes.Length - at, 1 + (place % 17));
        return kind switch
        {
            0 => [.. bytes[..at], other, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], other, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[(at + length)..]],
            3 => [.. bytes[..at], .. Enumerable.Repeat(bytes[at..(at + length)], 40).SelectMany(piece => piece), .. bytes[at..]],
            _ => bytes[..at],
        };
    }
}
