import type { DeleteFunctionRequest, DeleteFunctionResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import { functionArn, isVersion } from "../function-arn.ts";
import type { Functions } from "../functions.ts";

/** Deletes a function with all that hangs on it, or one of its versions. What runs is not interrupted. */
export function deleteFunction(functions: Functions, request: DeleteFunctionRequest): DeleteFunctionResponse {
  const { functionName, qualifier } = functions.reference(request.FunctionName as string, request.Qualifier);
  functions.versions.resolve({ functionName, qualifier: undefined });
  if (qualifier === undefined) {
    functions.delete(functionName);
    return { StatusCode: 204 };
  }
  if (qualifier === "$LATEST" || !isVersion(qualifier)) {
    throw new AwsError("InvalidParameterValueException", "$LATEST version cannot be deleted without deleting the function.");
  }
  const [alias] = functions.aliases.list(functionName, qualifier);
  if (alias) {
    const arn = functionArn(functions.place, functionName, alias.name);
    throw new AwsError(
      "ResourceConflictException",
      `Unable to delete version because the following aliases reference it: [${arn}]`,
    );
  }
  functions.store.write(() => functions.versions.delete(functionName, qualifier));
  functions.retireOthers(functionName);
  return { StatusCode: 204 };
}
