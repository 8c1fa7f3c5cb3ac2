import type { DeleteParameterRequest, DeleteParameterResult } from "@aws-sdk/client-ssm";
import type { SsmOperation } from "../ssm.ts";
import { notFound } from "./selected.ts";

export const deleteParameter: SsmOperation<DeleteParameterRequest, DeleteParameterResult> = ({ parameters }, { Name = "" }) => {
  if (!parameters.delete(parameters.nameOf(Name))) throw notFound();
  return {};
};
