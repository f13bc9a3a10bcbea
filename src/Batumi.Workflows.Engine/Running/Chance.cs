using System.Globalization;
using System.Text;

namespace Batumi.Workflows.Engine.Running;

/// <summary>
/// Ids and random numbers of one step, drawn from its seed, the run's id and how far the run has come: the same step gives the same ones on any
/// machine, and two steps of one run never give the same even if a host repeats a seed. SplitMix64 (Steele, Lea, Flood 2014).
/// </summary>
internal sealed class Chance
{
    private ulong _state;

    public Chance(ulong seed, string instanceId, int counter)
    {
        _state = seed;
        foreach (var b in Encoding.UTF8.GetBytes(instanceId)) _state = (_state ^ b) * 0x100000001B3UL;
        _state ^= (ulong)counter * 0x9E3779B97F4A7C15UL;
    }

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public string Id() => string.Create(CultureInfo.InvariantCulture, $"{Next():x16}{Next():x16}");

    /// <summary>An id in the usual form of a version 4 GUID.</summary>
    public string Guid()
    {
        var id = Id();
        return $"{id[..8]}-{id[8..12]}-4{id[13..16]}-{"89ab"[(int)(Next() & 3)]}{id[17..20]}-{id[20..]}";
    }
}
