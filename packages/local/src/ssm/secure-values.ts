import { AwsError } from "../endpoint/aws-error.ts";
import { decrypt, encrypt, keyArnOf } from "../kms/ciphertext.ts";
import type { Key, Kms } from "../kms/kms.ts";

const defaultKey = "alias/aws/ssm";

/** Encrypts and decrypts the values of SecureStrings by keys of KMS, bound to the parameter's ARN as on AWS. */
export class SecureValues {
  readonly #keys: Kms;

  constructor(keys: Kms) {
    this.#keys = keys;
  }

  /** @returns the ciphertext in base 64. @throws {AwsError} InvalidKeyId */
  encrypt(value: string, keyId: string | undefined, parameterArn: string): string {
    const key = keyId === undefined || keyId === defaultKey ? this.#ownKey() : this.#named(keyId);
    return encrypt(key, Buffer.from(value), { PARAMETER_ARN: parameterArn }).toString("base64");
  }

  decrypt(ciphertext: string, parameterArn: string): string {
    const bytes = Buffer.from(ciphertext, "base64");
    return decrypt(this.#named(keyArnOf(bytes)), bytes, { PARAMETER_ARN: parameterArn }).toString("utf8");
  }

  /** The account's key for parameters, which AWS makes when it is needed. */
  #ownKey(): Key {
    const known = this.#keys.find(this.#keys.arnOf(defaultKey));
    if (known) return known;
    const key = this.#keys.create({ description: "Default key that protects my SSM parameters when no other key is defined" });
    this.#keys.createAlias(defaultKey, key);
    return key;
  }

  #named(keyId: string): Key {
    const key = this.#keys.find(this.#keys.arnOf(keyId));
    if (!key) throw new AwsError("InvalidKeyId", `Invalid keyId ${keyId}`);
    return key;
  }
}
