import { AwsError } from "../../endpoint/aws-error.ts";

/** @throws {AwsError} ValidationException, HierarchyLevelLimitExceededException */
export function checkName(name: string): void {
  if (name.includes("/") && !name.startsWith("/")) throw invalid("Parameter name must be a fully qualified name.");
  if (/^\/?(?:aws|ssm)/i.test(name) || !/^(?:\/[\w.-]+)+$|^[\w.-]+$/.test(name))
    throw invalid(
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  if (name.length > 1011) throw invalid("Parameter name must not be longer than 1011 characters.");
  if (name.split("/").length > 16)
    throw new AwsError(
      "HierarchyLevelLimitExceededException",
      "A parameter name hierarchy can have a maximum of 15 levels. Try your request again using a parameter name hierarchy of 15 or fewer levels.",
    );
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
