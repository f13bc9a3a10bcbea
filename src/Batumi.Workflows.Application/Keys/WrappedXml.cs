using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Application.Keys;

/// <summary>Cookie and token keys lie in the database, wrapped by the master key.</summary>
public sealed class WrappedXmlEncryptor(MasterKeys master) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var bytes = master.Wrap(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), WrappedXml.Label);
        return new(new XElement(WrappedXml.Element, Convert.ToBase64String(bytes)), typeof(WrappedXmlDecryptor));
    }
}

/// <summary>Opens what <see cref="WrappedXmlEncryptor"/> closed; made by the data-protection system by its type.</summary>
public sealed class WrappedXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var master = services.GetRequiredService<MasterKeys>();
        return XElement.Parse(Encoding.UTF8.GetString(master.Unwrap(Convert.FromBase64String(encryptedElement.Value), WrappedXml.Label)));
    }
}

internal static class WrappedXml
{
    public const string Element = "wrapped";

    public static readonly byte[] Label = Encoding.ASCII.GetBytes("data-protection");

    /// <summary>The same document, what is wrapped in it by the highest master key.</summary>
    public static string? Renew(string? xml, MasterKeys master)
    {
        if (xml is null) return null;
        var document = XElement.Parse(xml);
        var old = document.Descendants(Element).Where(e => MasterKeys.VersionOf(Convert.FromBase64String(e.Value)) != master.CurrentVersion).ToList();
        foreach (var element in old) element.Value = Convert.ToBase64String(master.Wrap(master.Unwrap(Convert.FromBase64String(element.Value), Label), Label));
        return old.Count == 0 ? xml : document.ToString(SaveOptions.DisableFormatting);
    }
}
