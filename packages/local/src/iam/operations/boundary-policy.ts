import { noSuchEntity } from "../errors.ts";
import type { Iam } from "../iam.ts";

/** The ARN of a managed policy that is to bound a role. @throws NoSuchEntity */
export function boundaryPolicy(iam: Iam, arn: string): string {
  if (!iam.policies.find(arn)) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}
