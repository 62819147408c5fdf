namespace LiveMigrationRunbooks.Steps.Ssh;

/// <summary>The other hosts of a play, sorted by what they have for this one.</summary>
internal sealed class TrustPeers(Scene scene, ILooksAtPeers step)
{
    private readonly List<(Peer Peer, TrustOffer? Offer)> _all = [.. scene.Peers.Select(peer => (peer, TrustOffer.Of(peer)))];

    /// <summary>Those that told what they have.</summary>
    public IEnumerable<(Peer Peer, TrustOffer Offer)> Offering => from each in _all where each.Offer is not null select (each.Peer, each.Offer!);

    /// <summary>Those that will have a key when it is this step's turn.</summary>
    public IEnumerable<Peer> Awaited => Offering.Where(each => each.Offer.User is null && IsComing(each.Peer)).Select(each => each.Peer);

    public IEnumerable<Refusal> Refuse(string path, bool onlyFromItself)
    {
        foreach (var (peer, _) in Offering.Where(each => each.Offer.User is null && !IsComing(each.Peer)))
            yield return new Refusal("key", $"{peer.Name} has no key at {path} that works without a passphrase.", "Add an ssh.key step before this one, or name the key that it has.");
        foreach (var (peer, offer) in Offering)
        {
            if (offer.Hosts.Count == 0) yield return new Refusal(null, $"{peer.Name} shows no host key in /etc/ssh.", $"Make them there with ssh-keygen -A, or leave {peer.Name} out.");
            if (onlyFromItself && offer.Addresses.Count == 0)
                yield return new Refusal("only_from_itself", $"No address of {peer.Name} is known: its ansible_host is a name.", "Give it a migration_address, or an address in ansible_host.");
        }
    }

    /// <summary>Who is left out, and why: nothing of them is touched.</summary>
    public IEnumerable<string> Told()
    {
        foreach (var (peer, offer) in _all.Where(each => each.Offer is null))
            yield return $"{peer.Name} is left as it was: {peer.Trouble ?? (peer.Answers is null ? "the step does not apply there" : peer.Answers.Results[^1].Complaint)}";
        foreach (var absent in scene.Absent) yield return $"{absent.Name} is left as it was: {absent.Why}";
    }

    private bool IsComing(Peer peer) => step.NeededOfPeers().Any(peer.Coming.ContainsKey);
}
