import type { GetPolicyRequest, GetPolicyResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Functions } from "../functions.ts";

/** The resource policy of a function, one of its versions or aliases. */
export function getPolicy(functions: Functions, request: GetPolicyRequest): GetPolicyResponse {
  const reference = functions.reference(request.FunctionName as string, request.Qualifier);
  functions.versions.check(reference);
  const found = functions.permissions.policy(reference);
  if (!found) throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.");
  return { Policy: found.policy, RevisionId: found.revisionId };
}
