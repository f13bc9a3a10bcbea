using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Demo;

/// <param name="Posts">Empty for a citizen.</param>
public sealed record DemoAccount(string Email, LocalizedText Name, LocalizedText What, IReadOnlyList<Post> Posts);

/// <summary>One account of each role, made in demo mode only. Names are invented.</summary>
public sealed class DemoAccounts(CityDb db, UserManager<Account> accounts, TimeProvider time)
{
    public const string Password = "batumi-demo-2026";

    public static IReadOnlyList<DemoAccount> All { get; } =
    [
        new("citizen@demo.invalid", new("ნინო აბაშიძე", "Nino Abashidze"), new("მოქალაქე", "citizen"), []),
        new("dispatcher@demo.invalid", new("გიორგი დოლიძე", "Giorgi Dolidze"), new("დისპეტჩერი", "dispatcher"), [new(Roles.Dispatcher, "MSA")]),
        new("crew@demo.invalid", new("ლევან ბერიძე", "Levan Beridze"), new("საქალაქო ინფრასტრუქტურის ბრიგადა", "City Infrastructure crew"), [new(Roles.ProviderCrew, "INF")]),
        new("lights@demo.invalid", new("მაია კახიძე", "Maia Kakhidze"), new("მუნიციპალური სერვისების ბრიგადა", "Municipal Services crew"), [new(Roles.ProviderCrew, "MSA")]),
        new("head@demo.invalid", new("თამარ ცეცხლაძე", "Tamar Tsetskhladze"), new("ერთეულის ხელმძღვანელი", "head of unit"), [new(Roles.UnitHead, "MSA")]),
        new("finance@demo.invalid", new("ირაკლი შერვაშიძე", "Irakli Shervashidze"), new("ფინანსისტი", "finance officer"), [new(Roles.Finance, "MSA")]),
        new("registrar@demo.invalid", new("ნანა კონცელიძე", "Nana Kontselidze"), new("რეგისტრატორი", "registrar"), [new(Roles.Registrar, "CIT")]),
        new("officer@demo.invalid", new("ქეთევან ჯინჭარაძე", "Ketevan Jincharadze"), new("საქმის თანამშრომელი, ქალაქგეგმარება", "case officer, urban development"), [new(Roles.CaseOfficer, "URB")]),
        new("planning-head@demo.invalid", new("ზურაბ გოგიტიძე", "Zurab Gogitidze"), new("ქალაქგეგმარების სამსახურის ხელმძღვანელი", "head of urban development"), [new(Roles.UnitHead, "URB")]),
        new("lawyer@demo.invalid", new("სოფიო მახარაძე", "Sopio Makharadze"), new("იურისტი", "lawyer"), [new(Roles.Lawyer, "LEG")]),
        new("signatory@demo.invalid", new("დავით ხიმშიაშვილი", "Davit Khimshiashvili"), new("ხელმომწერი", "signatory"), [new(Roles.Signatory, "URB")]),
        new("inspector@demo.invalid", new("ლაშა ვარშანიძე", "Lasha Varshanidze"), new("ინსპექტორი", "inspector"), [new(Roles.Inspector, "INSP")]),
        new("heritage@demo.invalid", new("მარიამ ფუტკარაძე", "Mariam Putkaradze"), new("კულტურული მემკვიდრეობის სააგენტო", "cultural heritage agency"), [new(Roles.ExternalAgency, "HER")]),
        new("water@demo.invalid", new("თემურ ბოლქვაძე", "Temur Bolkvadze"), new("ბათუმის წყალი", "Batumi Water"), [new(Roles.ExternalAgency, "WAT")]),
        new("cashier@demo.invalid", new("ხათუნა დიასამიძე", "Khatuna Diasamidze"), new("მერიის ფინანსისტი", "finance officer of City Hall"), [new(Roles.Finance, "FIN")]),
        new("admin@demo.invalid", new("ეკა ხალვაში", "Eka Khalvashi"), new("ადმინისტრატორი", "administrator"), [new(Roles.Administrator, "ADM")]),
    ];

    /// <summary>Has this database ever been a demo's?</summary>
    public static Task<bool> AreInAsync(CityDb db, CancellationToken ct)
    {
        var emails = All.Select(a => a.Email).ToList();
        return db.Set<Account>().AnyAsync(a => emails.Contains(a.Email!), ct);
    }

    /// <summary>Makes those that are not there yet.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        foreach (var person in All)
        {
            if (await accounts.FindByEmailAsync(person.Email) is not null) continue;
            var now = time.NowUtc();
            var account = new Account
            {
                Id = Ids.New(now), UserName = person.Email, Email = person.Email, EmailConfirmed = true, DisplayName = person.Name.Ka, CreatedAtUtc = now, LockoutEnabled = true,
            };
            foreach (var post in person.Posts)
            {
                if (await db.Set<Unit>().AnyAsync(u => u.Code == post.Unit, ct))
                    db.Add(new PostHeld { AccountId = account.Id, UnitCode = post.Unit, Role = post.Role, SinceUtc = now });
            }

            var made = await accounts.CreateAsync(account, Password);
            if (!made.Succeeded) throw new InvalidOperationException(string.Join("; ", made.Errors.Select(e => e.Code)));
        }
    }
}
