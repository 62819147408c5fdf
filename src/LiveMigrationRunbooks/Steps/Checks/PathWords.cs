namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>Says of one way what is wrong with it, and what to do.</summary>
internal sealed record PathWords(int Mtu, int Smaller, Scene Scene)
{
    /// <param name="apart">The hosts that reach each other here, and those that do there, where full packets pass within both but not between.</param>
    public (string Text, string Remedy) Of(string peer, string address, PathAnswer answer, bool onlyBack, (string Here, string There)? apart)
    {
        var (what, remedy) = answer.Word switch
        {
            "less" when answer.Router is { } router => ($"{Mtu} bytes do not arrive: router {router} carries {answer.Size}", $"Raise the MTU of {router} and of what is behind it."),
            "less" when apart is { } groups => (
                $"{Mtu} bytes do not arrive, {answer.Size ?? $"{Smaller}"} do, while {groups.Here} reach each other and so do {groups.There}: what is between these two groups carries less",
                "Raise the MTU of the links between their switches."),
            "less" => ($"{Mtu} bytes do not arrive, {answer.Size ?? $"{Smaller}"} do: the peer or a device between carries less", "Raise the MTU of the peer's migration interface and of the switches and bonds between."),
            "local" => Local(answer),
            "tool" => ("the ping of this host cannot send packets that may not be split", "Install iputils-ping (iputils on RHEL and SUSE)."),
            _ => ($"nothing arrives, neither {Mtu} bytes nor {Smaller}{(IsManagement(answer) ? $"; the packet leaves by {answer.Device}, the interface of the management path" : "")}", "Look at the peer, its migration address and the cabling."),
        };
        return ($"{peer} ({address}): {what}{(onlyBack ? $"; from {peer} to here they do arrive" : "")}", remedy);
    }

    /// <summary>Where packets arrive at the peer, but the peer's own do not arrive here.</summary>
    public (string Text, string Remedy) OnlyThere(string peer, string address, PathAnswer back)
    {
        var what = back.Size is { } size ? $"at most {size} from there" : "none from there";
        return ($"{peer} ({address}): {Mtu} bytes arrive there, but {what} to here: one way only", $"Look at what {peer} sends by{(back.Device is { } device ? $" ({device})" : "")}, and at the firewalls between.");
    }

    private (string What, string Remedy) Local(PathAnswer answer)
    {
        if (answer.Device is not { } device)
            return ($"this host's own interface carries {answer.Size ?? $"less than {Mtu}"}", "Raise the MTU of this host's migration interface.");
        var carries = answer.Carries ?? answer.Size ?? $"less than {Mtu}";
        return IsManagement(answer)
            ? ($"the packet leaves by {device}, the interface of the management path, which carries {carries}", "Give this host an address on the migration network, or a route to it.")
            : ($"the packet leaves by {device}, and this host's own interface carries {carries}", $"Raise the MTU of {device}.");
    }

    private bool IsManagement(PathAnswer answer) => answer.Device is { Length: > 0 } device && device == Scene.Facts.ManagementNic;
}
