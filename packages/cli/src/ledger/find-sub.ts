import { CommandError } from "../errors.ts";
import type { LedgerPlace } from "./ledger-place.ts";

/** The `sub` of the user with this e-mail address. @throws {CommandError} when there is none, or more than one. */
export async function findSub(email: string, { userPoolId, client }: LedgerPlace): Promise<string> {
  const { CognitoIdentityProviderClient, ListUsersCommand } = await import("@aws-sdk/client-cognito-identity-provider");
  const cognito = new CognitoIdentityProviderClient(client);
  try {
    const Filter = `email = "${email.replace(/["\\]/g, "\\$&")}"`;
    const { Users = [] } = await cognito.send(
      new ListUsersCommand({ UserPoolId: userPoolId, Filter, AttributesToGet: ["sub"], Limit: 2 }),
    );
    const sub = Users[0]?.Attributes?.find(({ Name }) => Name === "sub")?.Value;
    if (sub === undefined) throw new CommandError(`There is no user ${email} in the pool ${userPoolId}.`);
    if (Users.length > 1)
      throw new CommandError(`More than one user has the address ${email}: name the one you mean by its sub.`);
    return sub;
  } finally {
    cognito.destroy();
  }
}
