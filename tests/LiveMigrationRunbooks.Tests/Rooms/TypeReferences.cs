using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>
/// Which types each type of a compiled assembly refers to: in signatures, base types, attributes and method bodies. Using-lines are blind to
/// a full name, and see what nobody uses. Inlined constants leave no trace here.
/// </summary>
internal sealed partial class TypeReferences : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    public TypeReferences(string assembly)
    {
        _file = new PEReader(File.OpenRead(assembly));
        _reader = _file.GetMetadataReader();
    }

    /// <summary>Full names: the outermost type that refers, and the type referred to. A nested type counts as its outermost one.</summary>
    public IReadOnlySet<(string From, string To)> Pairs()
    {
        var pairs = new HashSet<(string, string)>();
        foreach (var handle in _reader.TypeDefinitions)
        {
            var from = NameOf(handle);
            pairs.UnionWith(Of(_reader.GetTypeDefinition(handle)).Where(to => to != from).Select(to => (from, to)));
        }
        return pairs;
    }

    public void Dispose() => _file.Dispose();

    private HashSet<string> Of(TypeDefinition type)
    {
        var seen = new NameCollector(NameOf);
        var context = new EntityReferences(_reader, seen);
        context.See(type.BaseType);
        foreach (var face in type.GetInterfaceImplementations()) context.See(_reader.GetInterfaceImplementation(face).Interface);
        foreach (var field in type.GetFields()) context.See(field);
        foreach (var parameter in type.GetGenericParameters()) Constraints(context, parameter);
        Attributes(context, seen, type.GetCustomAttributes());
        foreach (var field in type.GetFields()) Attributes(context, seen, _reader.GetFieldDefinition(field).GetCustomAttributes());
        foreach (var property in type.GetProperties()) Attributes(context, seen, _reader.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (var handle in type.GetMethods()) Method(context, seen, handle);
        return seen.Names;
    }

    private void Method(EntityReferences context, NameCollector seen, MethodDefinitionHandle handle)
    {
        var method = _reader.GetMethodDefinition(handle);
        context.See(handle);
        Attributes(context, seen, method.GetCustomAttributes());
        foreach (var parameter in method.GetParameters()) Attributes(context, seen, _reader.GetParameter(parameter).GetCustomAttributes());
        foreach (var parameter in method.GetGenericParameters()) Constraints(context, parameter);
        if (method.RelativeVirtualAddress == 0) return;
        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil) _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(seen, null);
        foreach (var region in body.ExceptionRegions) context.See(region.CatchType);
        foreach (var token in IlTokens.Of(body.GetILContent())) context.See(MetadataTokens.EntityHandle(token));
    }

    private void Constraints(EntityReferences context, GenericParameterHandle parameter)
    {
        foreach (var constraint in _reader.GetGenericParameter(parameter).GetConstraints()) context.See(_reader.GetGenericParameterConstraint(constraint).Type);
    }

    // A typeof in an attribute is kept as the type's name in its bytes.
    private void Attributes(EntityReferences context, NameCollector seen, CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(_reader.GetCustomAttribute))
        {
            context.See(attribute.Constructor);
            var text = Encoding.UTF8.GetString(_reader.GetBlobBytes(attribute.Value));
            seen.Names.UnionWith(OwnName().Matches(text).Select(match => match.Value));
        }
    }

    private string NameOf(EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeReference)
        {
            var reference = _reader.GetTypeReference((TypeReferenceHandle)handle);
            return reference.ResolutionScope.Kind == HandleKind.TypeReference ? NameOf(reference.ResolutionScope) : Name(reference.Namespace, reference.Name);
        }
        var definition = _reader.GetTypeDefinition((TypeDefinitionHandle)handle);
        return definition.GetDeclaringType() is { IsNil: false } outer ? NameOf(outer) : Name(definition.Namespace, definition.Name);
    }

    private string Name(StringHandle space, StringHandle name) => $"{_reader.GetString(space)}.{_reader.GetString(name)}";

    [GeneratedRegex(@"LiveMigrationRunbooks(\.\w+)+")]
    private static partial Regex OwnName();
}
