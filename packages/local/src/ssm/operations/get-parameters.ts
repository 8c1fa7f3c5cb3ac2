import type { GetParametersRequest, GetParametersResult, Parameter } from "@aws-sdk/client-ssm";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { SsmOperation } from "../ssm.ts";
import { parameterDescription } from "./parameter-description.ts";
import { selected } from "./selected.ts";

/** The service's bound on one request. */
const maxNames = 10;

/** Names that lead nowhere are said, and fail nothing. */
export const getParameters: SsmOperation<GetParametersRequest, GetParametersResult> = (ssm, { Names = [], WithDecryption }) => {
  if (Names.length < 1 || Names.length > maxNames) {
    const bound = Names.length === 0 ? "greater than or equal to 1" : `less than or equal to ${maxNames}`;
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  const found: Parameter[] = [];
  const invalid: string[] = [];
  for (const name of Names) {
    try {
      found.push(parameterDescription(ssm, selected(ssm, name), WithDecryption));
    } catch (error) {
      if (!/^Parameter(Version)?NotFound$/.test((error as Error).name)) throw error;
      invalid.push(name);
    }
  }
  return { Parameters: found, InvalidParameters: invalid };
};
