import { DescribeUserPoolClientCommand, paginateListUserPoolClients } from "@aws-sdk/client-cognito-identity-provider";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";

/**
 * Whether users could write, by an app client, an attribute that the onboarding sets itself from a source that it trusts. A client without
 * WriteAttributes may write the standard attributes only.
 */
export async function appClients({ clients: { cognito: client }, definition, deployed: { pool } }: Examined): Promise<Checked> {
  const { ownAttributes } = definition;
  if (ownAttributes.length === 0) return {};
  const UserPoolId = pool.Id;
  const findings: Finding[] = [];
  for await (const { UserPoolClients = [] } of paginateListUserPoolClients({ client }, { UserPoolId, MaxResults: 60 }))
    for (const { ClientId } of UserPoolClients) {
      const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
      const { ClientName, WriteAttributes = [] } = UserPoolClient ?? {};
      const writable = ownAttributes.filter((name) => WriteAttributes.includes(name));
      if (writable.length === 0) continue;
      findings.push({
        id: "attribute-writable",
        what: `The app client ${ClientName} (${ClientId}) lets users write ${writable.join(", ")}, which the onboarding sets.`,
        why: "A user writes what they like there, and whatever trusts the attribute believes it.",
        fix: `Leave ${writable.join(", ")} out of WriteAttributes of ${ClientId}: WriteAttributes: ${JSON.stringify(WriteAttributes.filter((name) => !writable.includes(name)))}. UpdateUserPoolClient puts back to the default what it is not given, so give it all other settings of describe-user-pool-client again.`,
      });
    }
  return { findings };
}
