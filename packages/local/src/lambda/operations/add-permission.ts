import type { AddPermissionRequest, AddPermissionResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Functions } from "../functions.ts";

/** Lets a principal invoke a function, one of its versions or aliases. */
export function addPermission(functions: Functions, request: AddPermissionRequest): AddPermissionResponse {
  const reference = functions.reference(request.FunctionName as string, request.Qualifier);
  if (reference.qualifier === "$LATEST") {
    throw new AwsError("InvalidParameterValueException", "We currently do not support adding policies for $LATEST.");
  }
  functions.versions.check(reference);
  return { Statement: functions.permissions.add(reference, request) };
}
