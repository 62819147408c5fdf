using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class PlanFileTests
{
    private const string Secret = "correct horse battery staple";
    private const string Runbook = $$"""
        plays:
          - hosts: kvm
            steps:
              - file: { path: /srv/a, content: "{{Secret}}" }
              - directory: { path: /srv/b, mode: "0700" }
                notify: restart
            handlers: [{ name: restart, libvirt.restart: {} }]
            gate: [{ check.path_mtu: { mtu: 9000 } }]
        """;

    [Fact]
    public void A_plan_survives_the_way_through_its_file()
    {
        var written = PlanFile.Write(Plan());

        Assert.Equal(written, PlanFile.Write(PlanFile.Read(written)!));
    }

    [Fact]
    public void What_a_file_shall_hold_is_not_in_the_plan()
    {
        var plan = Plan();

        Assert.DoesNotContain("battery", PlanFile.Write(plan), StringComparison.Ordinal);
        var deed = plan.Deeds.OfType<ChangeDeed>().First();
        Assert.Contains("battery", System.Text.Encoding.UTF8.GetString([.. deed.Change.Commands[0].Input!]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_out_of_a_plan_still_judges()
    {
        var deed = PlanFile.Read(PlanFile.Write(Plan()))!.Deeds.OfType<ChangeDeed>().First();
        var step = StepCatalogue.FromJson(deed.Step.Kind, deed.Step.Arguments)!;
        var scene = new Scene("kvm1", HandMadeReadings.Facts, new Peer("kvm1", null), []);
        var there = Answer($"parent=present\nkind=file\nmode=644\nuser=root\ngroup_name=root\nsize={Secret.Length}\ndigest={DigestOf(Secret)}\n");
        var absent = Answer("parent=present\nkind=absent\n");

        Assert.IsType<Verdict.Same>(step.Judge(there, scene));
        Assert.True(step.IsAt(deed.Change.After, there, scene));
        Assert.True(step.IsAt(deed.Change.Before, absent, scene));
        // It cannot write what it does not have.
        Assert.IsType<Verdict.Refused>(step.Judge(absent, scene));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "format": 2 }""")]
    [InlineData("[1, 2")]
    [InlineData("""{ "format": 1, "deeds": [{ "id": "p1.s1@kvm1" }] }""")]
    [InlineData("""{ "format": 1, "deeds": [{ "deed": "dance", "id": "p1.s1@kvm1" }] }""")]
    public void A_file_of_another_form_is_no_plan(string json) => Assert.Null(PlanFile.Read(json));

    private static Answers Answer(string text) => new([CommandResult.OfText(text)]);

    private static string DigestOf(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static Plan Plan()
    {
        using var folder = new RunbookFolder(Runbook);
        return new HandMadeReadings().Plan(folder.Bind());
    }
}
