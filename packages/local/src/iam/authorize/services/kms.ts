import { type AskedBy, arn } from "./asked.ts";

/** Keys. An alias is a resource of its own where it is made or moved. */
export const kms: AskedBy = (operation, { KeyId, TargetKeyId, AliasName, EncryptionContext, CiphertextBlob }, surroundings) => {
  const action = `kms:${operation}`;
  // What was encrypted says under which key.
  const key = KeyId ?? TargetKeyId ?? (operation === "Decrypt" ? surroundings.keyOfCiphertext(CiphertextBlob) : undefined);
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
  // No key of the account is meant by what cannot be read; the operation refuses it.
  return operation === "Decrypt" ? [{ action, resource: arn(surroundings, "kms", "key/*"), context }] : undefined;
};
