import { AwsError } from "../endpoint/aws-error.ts";

export function identityNotFound(identity: string): AwsError {
  return new AwsError("NotFoundException", `Email identity ${identity} does not exist.`);
}
