import { AwsError } from "../endpoint/aws-error.ts";

export function notSuppressed(address: string): AwsError {
  return new AwsError("NotFoundException", `Email address ${address} does not exist on your suppression list.`);
}
