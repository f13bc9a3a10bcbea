using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Batumi.Workflows.Tests.Data.SqlServer;

/// <summary>What SQL Server refuses although it is well formed: keys and indexes that are too wide, rows that two paths would delete.</summary>
public sealed class ModelTests
{
    private const int WidestIndex = 1700, WidestKey = 900;                   // bytes; documented limits of nonclustered indexes and clustered keys

    [Fact]
    public void Keys_indexes_and_deletions_are_such_as_SQL_Server_allows()
    {
        using var db = MigrationTests.Open("SqlServer");

        Assert.Empty(WideIndexes(db.Model).Concat(WideKeys(db.Model)).Concat(TwoPaths(db.Model)));
    }

    [Fact]
    public void What_it_does_not_allow_is_seen()
    {
        using var db = new Refused(new DbContextOptionsBuilder().UseSqlServer().Options);

        Assert.Equal(["Street: Name is 2000 bytes"], WideIndexes(db.Model));
        Assert.Equal(["Street: Code is 1000 bytes"], WideKeys(db.Model));
        Assert.Equal(["City reaches House 2 times"], TwoPaths(db.Model));
    }

    private static IEnumerable<string> WideIndexes(IModel model) =>
        from entity in model.GetEntityTypes()
        from index in entity.GetIndexes()
        let width = index.Properties.Sum(Width)
        where width > WidestIndex
        select $"{entity.GetTableName()}: {string.Join(", ", index.Properties.Select(p => p.Name))} is {width} bytes";

    private static IEnumerable<string> WideKeys(IModel model) =>
        from entity in model.GetEntityTypes()
        from key in entity.GetKeys()
        let width = key.Properties.Sum(Width)
        where width > WidestKey
        select $"{entity.GetTableName()}: {string.Join(", ", key.Properties.Select(p => p.Name))} is {width} bytes";

    private static IEnumerable<string> TwoPaths(IModel model) =>
        from start in model.GetEntityTypes()
        from reached in Reached(start, []).GroupBy(end => end)
        where reached.Count() > 1
        select $"{start.GetTableName()} reaches {reached.Key.GetTableName()} {reached.Count()} times";

    // No size means nvarchar(max) or varbinary(max), which no index takes.
    private static int Width(IProperty property)
    {
        var column = property.GetRelationalTypeMapping();
        var plain = column.Converter?.ProviderClrType ?? column.ClrType;
        if (plain == typeof(string)) return column.Size * (column.IsUnicode ? 2 : 1) ?? 1_000_000;
        if (plain == typeof(byte[])) return column.Size ?? 1_000_000;
        return plain == typeof(Guid) ? 16 : 8;
    }

    private static IEnumerable<IEntityType> Reached(IEntityType from, HashSet<IEntityType> seen)
    {
        if (!seen.Add(from)) yield break;
        foreach (var key in from.GetReferencingForeignKeys().Where(key => key.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull))
        {
            yield return key.DeclaringEntityType;
            foreach (var further in Reached(key.DeclaringEntityType, [.. seen])) yield return further;
        }
    }

    private sealed class Refused(DbContextOptions options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity("City", city => { city.Property<int>("Id"); city.ToTable("City"); });
            modelBuilder.Entity("Street", street =>
            {
                street.Property<string>("Code").HasMaxLength(500);
                street.HasKey("Code");
                street.Property<string>("Name").HasMaxLength(1000);
                street.HasIndex("Name");
                street.HasOne("City").WithMany().OnDelete(DeleteBehavior.Cascade);
                street.ToTable("Street");
            });
            modelBuilder.Entity("House", house =>
            {
                house.Property<int>("Id");
                house.HasOne("Street").WithMany().OnDelete(DeleteBehavior.Cascade);
                house.HasOne("City").WithMany().OnDelete(DeleteBehavior.Cascade);
                house.ToTable("House");
            });
        }
    }
}
