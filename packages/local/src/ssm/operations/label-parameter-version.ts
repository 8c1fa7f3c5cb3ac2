import type { LabelParameterVersionRequest, LabelParameterVersionResult } from "@aws-sdk/client-ssm";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { SsmOperation } from "../ssm.ts";
import { notFound } from "./selected.ts";

/** Labels that cannot be are said, and fail nothing. */
export const labelParameterVersion: SsmOperation<LabelParameterVersionRequest, LabelParameterVersionResult> = (ssm, request) => {
  const { Name = "", ParameterVersion, Labels = [] } = request;
  const { parameters } = ssm;
  const name = parameters.nameOf(Name);
  if (!parameters.find(name)) throw notFound();
  const parameter = parameters.find(name, ParameterVersion);
  if (!parameter)
    throw new AwsError(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${ParameterVersion} of ${name}. Verify the version and try again.`,
    );
  const invalid = Labels.filter((label) => !/^(?!\d|aws|ssm)[\w.-]{1,100}$/i.test(label));
  for (const label of Labels) if (!invalid.includes(label)) parameters.label(parameter, label);
  return { InvalidLabels: invalid, ParameterVersion: parameter.version };
};
