using LiveMigrationRunbooks.Schemas;
using LiveMigrationRunbooks.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>What an editor can offer, with nothing but the schema in hand: from the first line of a new file to the arguments of a step.</summary>
public sealed class EditorTests
{
    [Theory]
    [InlineData("runbook", "", "plays,name,inputs,window,policies,guests")]
    [InlineData("runbook", "plays/-", "hosts,name,rollout,steps,handlers,gate,evacuate")]
    [InlineData("runbook", "plays/-/rollout", "stages,soak")]
    [InlineData("runbook", "plays/-/evacuate", "to,policy,limits,waves")]
    [InlineData("runbook", "plays/-/evacuate/waves/-", "name,guests,soak,policy")]
    [InlineData("runbook", "policies/*/pause", "start,ceiling")]
    [InlineData("runbook", "window", "zone,allow,blackout")]
    [InlineData("runbook", "plays/-/steps/-", "name,when,notify,on_refusal")]
    [InlineData("runbook", "plays/-/steps/-/nic.mtu", "device,mtu")]
    [InlineData("runbook", "inputs/*", "type,default,description,allowed")]
    [InlineData("runbook", "plays/-/steps/-/block/-", "name,when,nic.mtu,include")]
    [InlineData("include", "", "parameters,steps,handlers,gate,plays")]
    [InlineData("include", "steps/-/nic.mtu", "device,mtu")]
    [InlineData("inventory", "", "all,ungrouped")]
    [InlineData("inventory", "all/children/*/hosts/*", "migration_address,memory_reserve,ansible_host")]
    [InlineData("inventory", "all/children/*/vars/parked", "reason,until")]
    [InlineData("vars", "", "migration_address,parked,ansible_user")]
    [InlineData("lmr", "", "max_hosts_out,forbidden_kinds,trusted_digests,signers,require_signature,require_clean_commit")]
    [InlineData("guests", "guests/-", "name,metadata,policy,pause,readiness,cannot_move")]
    [InlineData("guests", "guests/-/readiness", "by,address,port,within")]
    public void At_each_place_the_keys_are_offered_and_described(string schema, string path, string keys)
    {
        var offered = new SchemaWalk(SchemaCatalogue.Of(schema)!.Make()).Offered(path);
        Assert.Empty(keys.Split(',').Except(offered.Keys));
        Assert.All(offered, key => Assert.Matches(@"^[A-Z].*\.$", SchemaWalk.Description(key.Value)));
    }

    [Theory]
    [InlineData("steps")]
    [InlineData("handlers")]
    [InlineData("gate")]
    public void Every_kind_is_offered_where_it_belongs_with_what_it_is_for(string list)
    {
        var walk = new SchemaWalk(RunbookSchema.Make());
        var offered = walk.Offered($"plays/-/{list}/-");
        foreach (var kind in StepCatalogue.Kinds.Values)
        {
            var belongs = list == (kind.IsCheck ? "gate" : kind.IsOperation ? "handlers" : "steps");
            Assert.Equal(belongs, offered.ContainsKey(kind.Name));
            if (belongs) Assert.StartsWith(kind.Summary, SchemaWalk.Description(walk.Followed(offered[kind.Name])), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_argument_of_every_kind_is_offered_the_required_ones_first_with_something_to_write()
    {
        var walk = new SchemaWalk(RunbookSchema.Make());
        foreach (var kind in StepCatalogue.Kinds.Values)
        {
            var list = kind.IsCheck ? "gate" : kind.IsOperation ? "handlers" : "steps";
            var offered = walk.Offered($"plays/-/{list}/-/{kind.Name}");
            Assert.Equal(kind.Arguments.Select(argument => argument.Name), offered.Keys.Intersect(kind.Arguments.Select(argument => argument.Name)));
            Assert.Equal(kind.Arguments.Count(argument => argument.Required), offered.Keys.TakeWhile(name => kind.Arguments.Single(argument => argument.Name == name).Required).Count());
            foreach (var argument in kind.Arguments)
            {
                Assert.Equal(argument.About.Description, SchemaWalk.Description(offered[argument.Name]));
                // What must be written is begun with an example, which an editor puts in place of a gap.
                if (argument.Required) Assert.True(offered[argument.Name].ContainsKey("examples"), $"{kind.Name}.{argument.Name} has no example");
            }
        }
    }
}
