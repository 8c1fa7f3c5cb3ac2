import type { PutParameterRequest, PutParameterResult } from "@aws-sdk/client-ssm";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { ParameterType } from "../parameter-store.ts";
import type { SsmOperation } from "../ssm.ts";
import { checkName } from "./check-name.ts";

/** The bounds on a value, in characters, by tier. */
const longest = { Standard: 4_096, Advanced: 8_192 };

export const putParameter: SsmOperation<PutParameterRequest, PutParameterResult> = ({ parameters, secureValues }, request) => {
  const { Value = "", Overwrite = false, AllowedPattern, KeyId, DataType = "text" } = request;
  const name = parameters.nameOf(request.Name ?? "");
  checkName(name);
  const there = parameters.find(name);
  if (there && !Overwrite)
    throw new AwsError(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  const type = typeOf(request.Type, there?.type);
  const tier = tierOf(request.Tier ?? there?.tier, Value);
  if (AllowedPattern !== undefined && !allowedBy(AllowedPattern).test(Value))
    throw new AwsError(
      "ParameterPatternMismatchException",
      `Parameter value, cannot be validated against allowedPattern: ${AllowedPattern}`,
    );
  const isSecure = type === "SecureString";
  const value = isSecure ? secureValues.encrypt(Value, KeyId, parameters.arnOf(name)) : Value;
  const keyId = isSecure ? (KeyId ?? "alias/aws/ssm") : undefined;
  const version = parameters.add({ name, type, value, keyId, tier, dataType: DataType });
  return { Version: version, Tier: tier };
};

function typeOf(given: string | undefined, before: ParameterType | undefined): ParameterType {
  const type = given ?? before;
  if (type === undefined) throw new AwsError("ValidationException", "A parameter type is required when you create a parameter.");
  if (type === "String" || type === "StringList" || type === "SecureString") return type;
  throw new AwsError("UnsupportedParameterType", `The parameter type ${type} is not supported.`);
}

function tierOf(given: string | undefined, value: string): "Standard" | "Advanced" {
  if (value === "")
    throw new AwsError(
      "ValidationException",
      "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  const tier =
    given === "Advanced" || (given === "Intelligent-Tiering" && value.length > longest.Standard) ? "Advanced" : "Standard";
  if (value.length > longest[tier])
    throw new AwsError(
      "ValidationException",
      tier === "Standard"
        ? "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"
        : "Advanced tier parameters support a maximum parameter value of 8192 characters.",
    );
  return tier;
}

function allowedBy(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new AwsError("InvalidAllowedPatternException", `Invalid allowedPattern: ${pattern}`);
  }
}
