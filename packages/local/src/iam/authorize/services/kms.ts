import { type AskedBy, arn } from "./asked.ts";

/** Keys. An alias is a resource of its own where it is made or moved. */
export const kms: AskedBy = (operation, { KeyId, TargetKeyId, AliasName, EncryptionContext }, surroundings) => {
  const action = `kms:${operation}`;
  const key = KeyId ?? TargetKeyId;
  const context = Object.fromEntries(
    Object.entries((EncryptionContext ?? {}) as Record<string, string>).map(([name, value]) => [
      `kms:encryptioncontext:${name.toLowerCase()}`,
      [value],
    ]),
  );
  const asked = [
    ...(AliasName === undefined ? [] : [{ action, resource: arn(surroundings, "kms", AliasName) }]),
    ...(key === undefined ? [] : [{ action, resource: surroundings.keyArn(key), context }]),
  ];
  if (asked.length > 0) return asked;
  // What was encrypted says under which key; without its name any key of the account may be meant.
  return operation === "Decrypt" ? [{ action, resource: arn(surroundings, "kms", "key/*"), context }] : undefined;
};
