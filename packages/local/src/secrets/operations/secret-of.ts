import { AwsError } from "../../endpoint/aws-error.ts";
import type { Secret, SecretStore } from "../secret-store.ts";

/** The secret of a `SecretId`, which is a name or an ARN. @throws ResourceNotFoundException */
export function secretOf(secrets: SecretStore, id = ""): Secret {
  const secret = secrets.find(id);
  if (!secret) throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  return secret;
}
