using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Application.Keys;

/// <summary>Cookie and token keys lie in the database, wrapped by the master key.</summary>
public sealed class WrappedXmlEncryptor(MasterKeys master) : IXmlEncryptor
{
    internal static readonly byte[] Label = Encoding.ASCII.GetBytes("data-protection");

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var bytes = master.Wrap(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), Label);
        return new(new XElement("wrapped", Convert.ToBase64String(bytes)), typeof(WrappedXmlDecryptor));
    }
}

/// <summary>Opens what <see cref="WrappedXmlEncryptor"/> closed; made by the data-protection system by its type.</summary>
public sealed class WrappedXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var master = services.GetRequiredService<MasterKeys>();
        return XElement.Parse(Encoding.UTF8.GetString(master.Unwrap(Convert.FromBase64String(encryptedElement.Value), WrappedXmlEncryptor.Label)));
    }
}
