import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import type { Clients } from "./clients.ts";
import type { AnyStatement } from "./compare-statements.ts";

/** A statement with the policy that it stands in. */
export interface PlacedStatement extends AnyStatement {
  readonly policy: string;
}

/** Every statement of a role's policies, its own and the attached ones. */
export async function statementsOfRole({ iam: client }: Clients, RoleName: string): Promise<PlacedStatement[]> {
  const found: PlacedStatement[] = [];
  const add = (policy: string, document: string | undefined) => {
    // IAM hands documents out URL-encoded.
    const { Statement = [] } = JSON.parse(decodeURIComponent(document ?? "%7B%7D")) as {
      Statement?: AnyStatement | AnyStatement[];
    };
    found.push(...[Statement].flat().map((statement) => ({ ...statement, policy })));
  };
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName }))
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      add(PolicyName, PolicyDocument);
    }
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName }))
    for (const { PolicyArn = "", PolicyName = "" } of AttachedPolicies) {
      const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
      const VersionId = Policy?.DefaultVersionId ?? "v1";
      const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
      add(PolicyName, PolicyVersion?.Document);
    }
  return found;
}
