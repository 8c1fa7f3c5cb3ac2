import type { DeleteParametersRequest, DeleteParametersResult } from "@aws-sdk/client-ssm";
import type { SsmOperation } from "../ssm.ts";

/** Says which were there. */
export const deleteParameters: SsmOperation<DeleteParametersRequest, DeleteParametersResult> = (
  { parameters },
  { Names = [] },
) => {
  const DeletedParameters = Names.filter((name) => parameters.delete(parameters.nameOf(name)));
  return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) };
};
