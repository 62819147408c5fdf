using System.Reflection.Metadata;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>Follows a metadata token to the types it names: of a member its declaring type and its whole signature.</summary>
internal sealed class EntityReferences(MetadataReader reader, NameCollector seen)
{
    public void See(EntityHandle handle)
    {
        if (handle.IsNil) return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition or HandleKind.TypeReference:
                seen.Add(handle);
                break;
            case HandleKind.TypeSpecification:
                reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(seen, null);
                break;
            case HandleKind.FieldDefinition:
                var field = reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                seen.Add(field.GetDeclaringType());
                field.DecodeSignature(seen, null);
                break;
            case HandleKind.MethodDefinition:
                var method = reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                seen.Add(method.GetDeclaringType());
                method.DecodeSignature(seen, null);
                break;
            case HandleKind.MemberReference:
                Member(reader.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.MethodSpecification:
                var special = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                See(special.Method);
                special.DecodeSignature(seen, null);
                break;
        }
    }

    private void Member(MemberReference member)
    {
        See(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field) member.DecodeFieldSignature(seen, null);
        else member.DecodeMethodSignature(seen, null);
    }
}
