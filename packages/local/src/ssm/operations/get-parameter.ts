import type { GetParameterRequest, GetParameterResult } from "@aws-sdk/client-ssm";
import type { SsmOperation } from "../ssm.ts";
import { parameterDescription } from "./parameter-description.ts";
import { selected } from "./selected.ts";

export const getParameter: SsmOperation<GetParameterRequest, GetParameterResult> = (ssm, { Name = "", WithDecryption }) => ({
  Parameter: parameterDescription(ssm, selected(ssm, Name), WithDecryption),
});
