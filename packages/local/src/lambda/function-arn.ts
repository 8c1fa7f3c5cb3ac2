import { AwsError } from "../endpoint/aws-error.ts";

/** What a caller names a function by, taken apart. */
export interface FunctionReference {
  functionName: string;
  /** A version, an alias or `$LATEST`; undefined when the caller gave none. */
  qualifier?: string | undefined;
}

/** Where the functions live; every ARN holds it. */
export interface Place {
  region: string;
  accountId: string;
}

const form =
  /^(?:arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z0-9-]+):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_]{1,64})(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/;

/**
 * Reads `name`, `name:qualifier`, `account:function:name` or a full ARN, and the qualifier that travels apart from it.
 * @throws {AwsError} InvalidParameterValueException if it is none of them or names two qualifiers, ResourceNotFoundException
 * if it is a function of another region or account.
 */
export function parseFunctionReference(text: string, qualifier: string | undefined, place: Place): FunctionReference {
  const found = form.exec(text)?.groups;
  if (!found) {
    throw new AwsError(
      "InvalidParameterValueException",
      `1 validation error detected: Value '${text.slice(0, 170)}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  }
  if (qualifier && found.qualifier && qualifier !== found.qualifier) {
    throw new AwsError(
      "InvalidParameterValueException",
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  }
  if (found.region !== undefined && found.region !== place.region) {
    throw new AwsError(
      "ResourceNotFoundException",
      `Functions from '${found.region}' are not reachable in this region ('${place.region}')`,
    );
  }
  if (found.account !== undefined && found.account !== place.accountId) {
    throw new AwsError("ResourceNotFoundException", `Function not found: ${text}`);
  }
  return { functionName: found.name as string, qualifier: qualifier || found.qualifier };
}

/** `arn:aws:lambda:us-east-1:000000000000:function:welcome`, with `:qualifier` if there is one. */
export function functionArn(place: Place, functionName: string, qualifier?: string): string {
  const arn = `arn:aws:lambda:${place.region}:${place.accountId}:function:${functionName}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** True for `$LATEST` and for a published version; anything else is an alias. */
export function isVersion(qualifier: string): boolean {
  return qualifier === "$LATEST" || /^\d+$/.test(qualifier);
}
