import type { CodeDeliveryDetailsType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import type { Channel } from "../messages/code-delivery.ts";
import { sendCode } from "../messages/send-code.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { TriggerCaller } from "../triggers/event.ts";
import { checkPreferredUsername } from "./aliases.ts";
import { type Attributes, changeAttributes, checkChangedAttributes, verifiable } from "./attributes.ts";
import { dropPending, setPending } from "./pending-attributes.ts";
import type { User } from "./users.ts";
import { withValueToVerify } from "./verify-attribute.ts";

/**
 * Changes attributes, and sends a code to each new e-mail address and phone number that the pool verifies; where the pool wants the
 * verification first, the old value stays until the code comes back. The change stays even if a code cannot be sent.
 * @param changes by name; "" deletes a value.
 * @returns where codes went
 * @throws InvalidParameterException, AliasExistsException for a name that is another user's and does not move
 */
export async function updateAttributes(
  cognito: Cognito,
  pool: UserPool,
  caller: TriggerCaller,
  user: User,
  changes: Attributes,
  clientMetadata: Record<string, string> | undefined,
): Promise<CodeDeliveryDetailsType[]> {
  checkChangedAttributes(pool.schema, changes);
  checkPreferredUsername(pool, changes, user.status !== "UNCONFIRMED");
  const toVerify = channelsToVerify(pool, user, changes);
  const changed = storeChanges(cognito, pool, user, changes, toVerify);
  const deliveries: CodeDeliveryDetailsType[] = [];
  for (const channel of toVerify) {
    const shown = withValueToVerify(changed, channel);
    deliveries.push(await sendCode(cognito, pool, caller, shown, "update-attribute", channel, clientMetadata));
  }
  return deliveries;
}

/** The new addresses that are not said to be verified by the change itself, which only an administrator's can. */
function channelsToVerify(pool: UserPool, user: User, changes: Attributes): Channel[] {
  const auto = pool.settings.AutoVerifiedAttributes ?? [];
  return verifiable.flatMap((attribute) => {
    const destination = changes[attribute];
    const isNew = destination && destination !== user.attributes[attribute];
    return isNew && auto.includes(attribute) && changes[`${attribute}_verified`] !== "true" ? { attribute, destination } : [];
  });
}

function storeChanges(cognito: Cognito, pool: UserPool, user: User, changes: Attributes, toVerify: Channel[]): User {
  const verifiedFirst = pool.settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  const waiting = toVerify.filter(({ attribute }) => verifiedFirst.includes(attribute));
  const atOnce = { ...changes };
  for (const { attribute } of waiting) {
    delete atOnce[attribute];
    delete atOnce[`${attribute}_verified`];
  }
  return cognito.store.write(() => {
    const attributes = changeAttributes(user.attributes, atOnce);
    const changed = cognito.users.update(pool, user, { attributes }, movesAliases(pool));
    for (const attribute of verifiable) if (attribute in changes) dropPending(cognito.store, user, attribute);
    for (const channel of waiting) setPending(cognito.store, user, channel);
    cognito.journal.record("user.updated", { sub: user.sub }, { userPoolId: pool.id, attributes: Object.keys(changes) });
    return changed;
  });
}

/** Only an administrator can say that an address is verified, and is believed; one that people have as their username is not given up. */
function movesAliases({ settings }: UserPool): boolean {
  return !settings.UsernameAttributes?.length;
}
