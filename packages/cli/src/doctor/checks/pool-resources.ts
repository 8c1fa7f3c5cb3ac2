import { paginateListGroups } from "@aws-sdk/client-cognito-identity-provider";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";
import { quoted } from "../pool-update.ts";

/** Whether the pool has the groups and the custom attributes that the file names. */
export async function poolResources({
  clients: { cognito: client },
  definition,
  deployed: { pool },
}: Examined): Promise<Checked> {
  const { groups, customAttributes } = definition.resources;
  const UserPoolId = pool.Id;
  const there = new Set<string | undefined>();
  for await (const { Groups = [] } of groups.length > 0 ? paginateListGroups({ client }, { UserPoolId }) : [])
    for (const { GroupName } of Groups) there.add(GroupName);
  const schema = new Set(pool.SchemaAttributes?.map(({ Name }) => Name));
  const findings: Finding[] = [
    ...groups
      .filter((name) => !there.has(name))
      .map((name) => ({
        id: "group-missing",
        what: `The user pool has no group '${name}'.`,
        why: "Whoever belongs into it is parked.",
        fix: `aws cognito-idp create-group --user-pool-id ${UserPoolId} --group-name ${quoted(name)}`,
      })),
    ...customAttributes
      .filter(({ name }) => !schema.has(name))
      .map(({ name, type }) => ({
        id: "attribute-missing",
        what: `The user pool has no attribute '${name}'.`,
        why: "The step that writes it gives up, and the one that reads it finds nothing.",
        fix: `aws cognito-idp add-custom-attributes --user-pool-id ${UserPoolId} --custom-attributes ${quoted(`Name=${name.replace(/^custom:/, "")},AttributeDataType=${type},Mutable=true`)}`,
      })),
  ];
  return { findings };
}
