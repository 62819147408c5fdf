namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>Queueing disciplines that make sense at the root of an interface.</summary>
public enum Discipline
{
    Fq,
    FqCodel,
    PfifoFast,
    Sfq,
    Mq,
    Noqueue,
    Tbf,
    Cake,
}
