import type { ProvisionedPool } from "../dev/provision-pool.ts";
import type { Provisioning } from "./provision-stack.ts";
import { userPoolClient } from "./resources/user-pool-client.ts";

/** Where the app client is noted that no template makes. */
const notedAs = "foyer-dev";

interface Described {
  readonly UserPool: { readonly Arn: string; readonly LambdaConfig?: { readonly PostConfirmation?: string } };
}

/**
 * The pool in which users are walked: the first that calls a function after a confirmation, else the first. Its app client is one more than the
 * template's, as those need not let users sign in with a password alone.
 * @returns undefined if there is no pool
 */
export async function walkedPool(at: Provisioning, userPoolIds: readonly string[]): Promise<ProvisionedPool | undefined> {
  const { local, notes } = at;
  const described = await Promise.all(
    userPoolIds.map(async (UserPoolId) => {
      const { UserPool } = (await local.call("cognito-idp", "DescribeUserPool", { UserPoolId })) as Described;
      return { UserPoolId, ...UserPool };
    }),
  );
  const pool = described.find(({ LambdaConfig }) => LambdaConfig?.PostConfirmation) ?? described[0];
  if (!pool) return undefined;
  const { UserPoolId, Arn: userPoolArn } = pool;
  const ExplicitAuthFlows = ["SRP", "PASSWORD"].map((flow) => `ALLOW_USER_${flow}_AUTH`);
  const properties = {
    UserPoolId,
    ExplicitAuthFlows: [...ExplicitAuthFlows, "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  };
  const earlier = notes.of(notedAs)[UserPoolId];
  const wanted = { logicalId: UserPoolId, properties, name: notedAs, earlier };
  const { physicalId } = await userPoolClient.put(wanted, { ...at, nested: () => Promise.resolve({}) });
  notes.put(notedAs, UserPoolId, { type: "AWS::Cognito::UserPoolClient", physicalId, properties });
  return { userPoolId: UserPoolId, userPoolArn, clientId: physicalId };
}
