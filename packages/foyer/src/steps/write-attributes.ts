import { once, requestLimits } from "../onboarding/aws-client.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { StepError, StepSkipped } from "../onboarding/errors.ts";
import { describeError } from "../onboarding/failure.ts";

/** Attributes by name, each with a value that is not empty. */
export type AttributeValues = Record<string, string>;

/** What became of the attributes, by names only. */
export type WrittenAttributes = {
  written: string[];
  /** They had the value before, perhaps from an attempt whose answer was lost. */
  there?: string[];
  /** They have another value, which stays. */
  untouched?: string[];
};

const cognito = once(async () => {
  const sdk = await import("../onboarding/sdk/cognito-identity-provider.ts");
  return { sdk, client: new sdk.CognitoIdentityProviderClient({ requestHandler: requestLimits }) };
});

/**
 * Writes attributes of the user where there is no value by now, and those of `overwrite` in any case. Cognito has no conditional write: what
 * somebody else writes in the milliseconds between our reading and our writing is lost.
 * @throws StepSkipped if the user was deleted meanwhile; StepError, permanent, if Cognito refuses a value
 */
export async function writeAttributes(
  user: ConfirmedUser,
  wanted: AttributeValues,
  overwrite: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<WrittenAttributes> {
  const now = await attributesNow(user, signal);
  const names = Object.keys(wanted);
  const there = names.filter((name) => now[name] === wanted[name]);
  const untouched = names.filter((name) => !there.includes(name) && now[name] && !overwrite.has(name));
  const written = names.filter((name) => !there.includes(name) && !untouched.includes(name));
  if (written.length > 0) await update(user, written, wanted, signal);
  return { written, ...(there.length > 0 && { there }), ...(untouched.length > 0 && { untouched }) };
}

/** Read now, as what the step was given is as old as its call of the other system. */
async function attributesNow({ cognito: named, sub }: ConfirmedUser, signal: AbortSignal): Promise<AttributeValues> {
  const { sdk, client } = await cognito();
  const { UserAttributes = [] } = await unlessGone(() =>
    client.send(new sdk.AdminGetUserCommand(named), { abortSignal: signal }),
  );
  const now = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value ?? ""]));
  // The username may be another user's by now.
  if (now.sub !== sub) throw new StepSkipped("the user was deleted meanwhile");
  return now;
}

async function update(user: ConfirmedUser, names: string[], values: AttributeValues, signal: AbortSignal): Promise<void> {
  const { sdk, client } = await cognito();
  const UserAttributes = names.map((Name) => ({ Name, Value: values[Name] }));
  const command = new sdk.AdminUpdateUserAttributesCommand({ ...user.cognito, UserAttributes });
  try {
    await unlessGone(() => client.send(command, { abortSignal: signal }));
  } catch (error) {
    if ((error as Error).name !== "InvalidParameterException") throw error;
    // Cognito quotes the values that it refuses.
    const why = describeError(error, [...Object.values(values), ...Object.values(user.attributes)]);
    throw new StepError(`Cannot write the attributes ${names.join(", ")}: ${why}`, { cause: error });
  }
}

async function unlessGone<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if ((error as Error).name === "UserNotFoundException") throw new StepSkipped("the user was deleted meanwhile");
    throw error;
  }
}
