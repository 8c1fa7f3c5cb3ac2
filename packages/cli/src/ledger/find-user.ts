import type { EntryKey, Operator } from "foyer/operate";
import { CommandError } from "../errors.ts";
import type { Options } from "../options.ts";

/** The option by which a command is about a password reset. */
export const resetOption = {
  reset: { type: "string", value: "ID", help: "a password reset of the user instead: its id, or 'last'" },
} as const satisfies Options;

/**
 * The entry that the command line means.
 * @param who a `sub` or an e-mail address
 * @param reset the id of a password reset, or `last`
 */
export async function findEntryKey(operator: Operator, who: string, reset?: string): Promise<EntryKey> {
  const { userPoolId } = operator;
  const sub = who.includes("@") ? await findSub(operator, who) : who;
  if (reset === undefined) return { userPoolId, sub };
  if (reset !== "last") return { userPoolId, sub, reset };
  const id = (await operator.ledger.get({ userPoolId, sub }))?.lastReset?.id;
  if (id === undefined) throw new CommandError(`The ledger knows of no password reset of ${who}.`);
  return { userPoolId, sub, reset: id };
}

/** The `sub` of the user with this e-mail address. @throws {CommandError} when there is none, or more than one */
async function findSub(operator: Operator, email: string): Promise<string> {
  const { ListUsersCommand } = await import("@aws-sdk/client-cognito-identity-provider");
  const cognito = await operator.cognito();
  const Filter = `email = "${email.replace(/["\\]/g, "\\$&")}"`;
  const { Users = [] } = await cognito.send(
    new ListUsersCommand({ UserPoolId: operator.userPoolId, Filter, AttributesToGet: ["sub"], Limit: 2 }),
  );
  const sub = Users[0]?.Attributes?.find(({ Name }) => Name === "sub")?.Value;
  if (sub === undefined) throw new CommandError(`There is no user ${email} in the pool ${operator.userPoolId}.`);
  if (Users.length > 1) throw new CommandError(`More than one user has the address ${email}: name the one you mean by its sub.`);
  return sub;
}
