using Xunit;

// Half of the time goes to waiting: for shells, for a host that is not there, for a timer. Twice two processors keep busy meanwhile.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
