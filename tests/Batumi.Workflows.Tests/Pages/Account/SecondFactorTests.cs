using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Account;

/// <summary>Staff sign in with a code of their phone (RFC 6238) as well.</summary>
public sealed class SecondFactorTests
{
    private static readonly Post post = new(Roles.Dispatcher, "MSA");

    [Fact]
    public async Task Once_it_is_on_the_password_alone_opens_nothing_and_the_code_does()
    {
        await using var site = new Site();
        var (email, password, _) = await site.AccountAsync(post);
        var (key, _) = await SwitchOnAsync(site, await SignInAsync(site, email, password));

        var visitor = await SignInAsync(site, email, password);
        Assert.StartsWith("/account/code", visitor.Address, StringComparison.Ordinal);
        Assert.StartsWith("/account/sign-in", (await visitor.OpenAsync("/officer")).Address, StringComparison.Ordinal);

        await visitor.OpenAsync("/account/code");
        await visitor.SubmitAsync(new { Code = "000000" });
        Assert.Equal("The code is wrong or has been used. Wait for the next one", Assert.Single(visitor.Problems()));
        await visitor.SubmitAsync(new { Code = CodeOf(key, site.Time) });
        Assert.Equal("/officer", visitor.Address);
    }

    [Fact]
    public async Task A_recovery_code_lets_in_once_and_key_and_codes_lie_sealed()
    {
        await using var site = new Site();
        var (email, password, id) = await site.AccountAsync(post);
        var (key, codes) = await SwitchOnAsync(site, await SignInAsync(site, email, password));
        Assert.Equal(8, codes.Length);
        var kept = await site.AskAsync<CityDb, List<string?>>(db => db.Set<IdentityUserToken<Guid>>().Where(t => t.UserId == id).Select(t => t.Value).ToListAsync());
        Assert.Equal(2, kept.Count);
        Assert.All(kept, value => Assert.DoesNotContain(codes.Append(key), secret => value!.Contains(secret, StringComparison.Ordinal)));

        Assert.Equal("/officer", (await (await SignInAsync(site, email, password)).SubmitAsync(new { Code = codes[0] })).Address);
        Assert.Single((await (await SignInAsync(site, email, password)).SubmitAsync(new { Code = codes[0] })).Problems());
        Assert.Equal("/officer", (await (await SignInAsync(site, email, password)).SubmitAsync(new { Code = codes[1] })).Address);
    }

    [Fact]
    public async Task Where_it_is_required_staff_without_it_reach_only_the_page_that_sets_it_up()
    {
        await using var site = new Site(settings: new Dictionary<string, string> { ["Identity:StaffSecondFactor"] = "Required" });
        var (email, password, _) = await site.AccountAsync(post);
        var visitor = await SignInAsync(site, email, password);
        foreach (var address in new[] { "/officer", "/", "/requests", "/admin" }) Assert.Equal("/account/second-factor", (await visitor.OpenAsync(address)).Address);

        await SwitchOnAsync(site, visitor);
        Assert.Equal("/officer", (await visitor.OpenAsync("/officer")).Address);
        Assert.Equal("/requests", (await (await site.SignedInAsync()).OpenAsync("/requests")).Address);
    }

    [Fact]
    public async Task An_administrator_takes_it_away_from_somebody_who_lost_the_phone()
    {
        await using var site = new Site();
        var (email, password, id) = await site.AccountAsync(post);
        await SwitchOnAsync(site, await SignInAsync(site, email, password));

        var admin = await site.SignedInAsync("en", posts: new Post(Roles.Administrator, "ADM"));
        await admin.OpenAsync($"/admin/people/{id}");
        await admin.SubmitAsync(form: "form[action*='handler=Factor']");
        Assert.Equal(["Enter the reason"], admin.Problems());
        await admin.SubmitAsync(new { WhyFactor = "phone stolen" }, form: "form[action*='handler=Factor']");
        Assert.Contains("phone stolen", admin.Page.QuerySelector("#log")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("has been taken away", admin.Text, StringComparison.Ordinal);
        Assert.Equal("/officer", (await SignInAsync(site, email, password)).Address);
    }

    [Fact]
    public async Task It_is_switched_off_by_whoever_has_the_code()
    {
        await using var site = new Site();
        var (email, password, _) = await site.AccountAsync(post);
        var visitor = await SignInAsync(site, email, password);
        var (key, _) = await SwitchOnAsync(site, visitor);

        await visitor.OpenAsync("/account/second-factor");
        await visitor.SubmitAsync(new { Code = "000000" });
        Assert.Single(visitor.Problems());
        await visitor.SubmitAsync(new { Code = CodeOf(key, site.Time) });
        Assert.Equal("/officer", (await SignInAsync(site, email, password)).Address);
    }

    [Fact]
    public async Task A_code_is_good_once_even_for_two_who_use_it_at_the_same_moment()
    {
        await using var site = new Site();
        var (email, password, _) = await site.AccountAsync(post);
        var (key, _) = await SwitchOnAsync(site, await SignInAsync(site, email, password));
        var visitors = new List<Visitor>();
        for (var i = 0; i < 4; i++) visitors.Add(await SignInAsync(site, email, password));

        var code = CodeOf(key, site.Time);
        await Task.WhenAll(visitors.Select(visitor => visitor.SubmitAsync(new { Code = code })));
        Assert.Single(visitors, visitor => visitor.Address == "/officer");
        Assert.Equal(3, visitors.Count(visitor => visitor.Problems().Length == 1));

        site.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("/officer", (await visitors.First(visitor => visitor.Address != "/officer").SubmitAsync(new { Code = CodeOf(key, site.Time) })).Address);
    }

    [Fact]
    public async Task Of_two_nodes_that_are_given_one_code_one_takes_it_and_a_later_save_does_not_give_it_back()
    {
        await using var site = new Site();
        var (email, password, id) = await site.AccountAsync(post);
        var (key, _) = await SwitchOnAsync(site, await SignInAsync(site, email, password));
        var code = CodeOf(key, site.Time);
        Task<bool> TakeAsync() => site.AskAsync<UserManager<Application.Identity.Account>, bool>(async accounts =>
            await accounts.VerifyTwoFactorTokenAsync((await accounts.FindByIdAsync(id.ToString()))!, TokenOptions.DefaultAuthenticatorProvider, code));

        var saved = await site.AskAsync<UserManager<Application.Identity.Account>, bool[]>(async accounts =>
        {
            var stale = (await accounts.FindByIdAsync(id.ToString()))!;
            var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(TakeAsync)));
            Assert.True((await accounts.UpdateAsync(stale)).Succeeded);
            return taken;
        });
        Assert.Single(saved, taken => taken);
        Assert.False(await TakeAsync());
    }

    [Fact]
    public async Task The_key_is_also_a_picture_for_the_camera()
    {
        await using var site = new Site();
        var visitor = await (await site.SignedInAsync("en", posts: post)).OpenAsync("/account/second-factor");
        var picture = visitor.Page.QuerySelector("svg.city-qr[role=img]")!;
        Assert.Contains("the same key is written below", picture.QuerySelector("title")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("M4 4h1v1h-1z", picture.QuerySelector("path")!.GetAttribute("d"), StringComparison.Ordinal);      // the corner, four squares from the edge
        Assert.Null(visitor.Page.QuerySelector("main [style]"));
    }

    private static async Task<Visitor> SignInAsync(Site site, string email, string password) =>
        await (await site.Visitor("en").OpenAsync("/account/sign-in")).SubmitAsync(new { Email = email, Password = password });

    private static async Task<(string Key, string[] Codes)> SwitchOnAsync(Site site, Visitor visitor)
    {
        await visitor.OpenAsync("/account/second-factor");
        var key = visitor.Page.QuerySelector(".city-one-time code")!.TextContent;
        await visitor.SubmitAsync(new { Code = CodeOf(key, site.Time) });
        string[] codes = [.. visitor.Page.QuerySelectorAll(".city-codes code").Select(c => c.TextContent)];
        site.Time.Advance(TimeSpan.FromSeconds(30));        // the code that switched it on is used
        return (key, codes);
    }

    private static string CodeOf(string key, TimeProvider time)
    {
        var bits = string.Concat(key.Select(sign => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, time.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // RFC 6238
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }
}
