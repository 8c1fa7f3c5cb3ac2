import type { GetParametersByPathRequest, GetParametersByPathResult, ParameterStringFilter } from "@aws-sdk/client-ssm";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { ParameterVersion } from "../parameter-store.ts";
import type { Ssm, SsmOperation } from "../ssm.ts";
import { parameterDescription } from "./parameter-description.ts";

/** The service's bound on one page, and its default. */
const maxPage = 10;

/** The token is the last name of the page before. */
export const getParametersByPath: SsmOperation<GetParametersByPathRequest, GetParametersByPathResult> = (ssm, request) => {
  const { Path = "", Recursive = false, WithDecryption, MaxResults = maxPage, NextToken = "", ParameterFilters = [] } = request;
  if (!/^(?:\/[\w.-]+)*\/?$/.test(Path) || Path === "") throw badPath();
  const prefix = Path.endsWith("/") ? Path : `${Path}/`;
  const found = ssm.parameters
    .list(prefix, NextToken)
    .filter(({ name }) => Recursive || !name.slice(prefix.length).includes("/"))
    .filter((parameter) => ParameterFilters.every((filter) => passes(ssm, parameter, filter)));
  const page = found.slice(0, Math.min(MaxResults, maxPage));
  return {
    Parameters: page.map((parameter) => parameterDescription(ssm, { parameter, selector: undefined }, WithDecryption)),
    ...(found.length > page.length && { NextToken: page.at(-1)?.name }),
  };
};

function passes({ parameters }: Ssm, parameter: ParameterVersion, { Key = "", Values = [] }: ParameterStringFilter): boolean {
  const values: Record<string, (string | undefined)[]> = {
    Type: [parameter.type],
    KeyId: [parameter.keyId],
    Label: parameters.labelsOf(parameter),
  };
  const own = Object.hasOwn(values, Key) ? values[Key] : undefined;
  if (!own)
    throw new AwsError(
      "InvalidFilterKey",
      `The following filter key is not valid: ${Key}. Valid filter keys include: [Type, KeyId, Label].`,
    );
  return own.some((value) => value !== undefined && Values.includes(value));
}

function badPath(): AwsError {
  return new AwsError(
    "ValidationException",
    'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
  );
}
