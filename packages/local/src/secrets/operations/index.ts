import type { SecretsOperation } from "../secrets.ts";
import { createSecret } from "./create-secret.ts";
import { getSecretValue } from "./get-secret-value.ts";
import { putSecretValue } from "./put-secret-value.ts";

/** Wire name to operation: all that Secrets Manager answers. */
export const operations = {
  CreateSecret: createSecret,
  GetSecretValue: getSecretValue,
  PutSecretValue: putSecretValue,
} satisfies Record<string, SecretsOperation<never, unknown>>;
