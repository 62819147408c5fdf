using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Ansible's own variables that are read, as they are written: for schemas, the reference and the check of what is not read.</summary>
public sealed record ConnectionKeys(
    [Key("Address or name that ssh connects to; the host's own name without it.", Example = "192.0.2.11")] YamlScalar? AnsibleHost = null,
    [Key("Port of the host's SSH server; as ssh's own configuration says without it.", Min = 1, Max = 65535, Example = "22")] YamlScalar? AnsiblePort = null,
    [Key("Account to log in with; as ssh's own configuration says without it.", Example = "root")] YamlScalar? AnsibleUser = null,
    [Key("Private key to log in with; as ssh's own configuration says without it.", Example = "~/.ssh/id_ed25519")] YamlScalar? AnsibleSshPrivateKeyFile = null,
    [Key("How the host is reached: ssh, or local for the machine that lmr runs on.", Example = "local")] YamlScalar? AnsibleConnection = null,
    [Key("Whether commands run as root through sudo: true, false, or auto, which does so where the account is not root. auto without it.", Example = "true")] YamlScalar? AnsibleBecome = null,
    [Key("Arguments of ssh, of which a jump host (-J, ProxyJump, ProxyCommand=\"ssh -W %h:%p HOST\") and UserKnownHostsFile are understood. All others are refused, because they could switch off the check of host keys: put them into ~/.ssh/config.", Example = "-o ProxyJump=bastion.example.org")] YamlScalar? AnsibleSshCommonArgs = null,
    [Key("Arguments of ssh, as ansible_ssh_common_args.")] YamlScalar? AnsibleSshExtraArgs = null,
    [Key("Of a group, in the inventory file: decides between groups of one depth that set the same variable; the greater one wins. 1 without it.", Example = "10")] YamlScalar? AnsibleGroupPriority = null);
