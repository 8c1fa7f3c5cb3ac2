import type { LocalAws } from "@foyer/local";
import type { Definition } from "./definition.ts";
import type { ProvisionedIdentity } from "./provision-identity.ts";

/** The ARN of the role that a function of an onboarding runs as. */
export function roleArnOf({ accountId }: LocalAws, functionName: string): string {
  return `arn:aws:iam::${accountId}:role/${functionName}`;
}

/** Gives the role of each function the policy that the onboarding needs now, and makes it if it is not there. */
export async function renewRoles(
  local: LocalAws,
  { permissions, roles }: Definition,
  at: { ledgerTable: string; userPoolId: string; identity: ProvisionedIdentity | undefined },
): Promise<void> {
  const place = {
    "AWS::Partition": "aws",
    "AWS::Region": local.region,
    "AWS::AccountId": local.accountId,
    UserPoolId: at.userPoolId,
    LedgerTable: at.ledgerTable,
    TriggerFunction: "foyer-trigger",
    WorkerFunction: "foyer-worker",
    SignInFunction: "foyer-sign-in",
    SweepFunction: "foyer-sweep",
    MailEventsFunction: "foyer-mail-events",
    LinkIdentityFunction: "foyer-link-identity",
    ...(at.identity && { IdentityPoolId: at.identity.identityPoolId, Bucket: at.identity.bucket }),
    WorkerAlias: "live",
  };
  await Promise.all(
    roles.map(async (name) => {
      const RoleName = `foyer-${name}`;
      await makeRole(local, RoleName);
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: permissions(name, place) });
      await local.call("iam", "PutRolePolicy", { RoleName, PolicyName: "onboarding", PolicyDocument });
    }),
  );
}

async function makeRole(local: LocalAws, RoleName: string): Promise<void> {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await local.call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument }).catch((error: Error) => {
    // It is there already after a reload, or a restart with the same data.
    if (!error.name.startsWith("EntityAlreadyExists")) throw error;
  });
}
