import type { RemovePermissionRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";

/** Takes a statement out of a resource policy. */
export function removePermission(functions: Functions, request: RemovePermissionRequest): void {
  const reference = functions.reference(request.FunctionName as string, request.Qualifier);
  functions.versions.check(reference);
  functions.permissions.remove(reference, request.StatementId as string, request.RevisionId);
}
