import { CfnUserPoolGroup, type IUserPool } from "aws-cdk-lib/aws-cognito";
import { CfnEmailIdentity } from "aws-cdk-lib/aws-ses";
import { Construct } from "constructs";
import type { Resources } from "foyer/operate";
import { table } from "./tables.ts";

/** What the construct makes of that which the file names; the rest is somebody else's, and must be there. */
export type Makeable = "tables" | "groups" | "senders" | "customAttributes";

/**
 * Makes what the steps need under the very names of the file: tables (without the ledger's), groups of the pool, and SES's identities of
 * senders. SES writes to each new sender and waits for the click in that mail.
 */
export function makeNamedResources(
  scope: Construct,
  userPool: IUserPool,
  { tables, groups, senders }: Required<Resources>,
  make: readonly Makeable[],
): void {
  const named = new Construct(scope, "Named");
  if (make.includes("tables")) for (const each of tables.slice(1)) table(named, `Table-${each.tableName}`, each);
  if (make.includes("groups"))
    for (const groupName of groups)
      new CfnUserPoolGroup(named, `Group-${idOf(groupName)}`, { userPoolId: userPool.userPoolId, groupName });
  if (make.includes("senders"))
    for (const emailIdentity of senders) new CfnEmailIdentity(named, `Sender-${idOf(emailIdentity)}`, { emailIdentity });
}

/** A construct's id may not hold a slash. */
function idOf(name: string): string {
  return name.replaceAll("/", "-");
}
