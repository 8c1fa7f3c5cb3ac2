import type { SsmOperation } from "../ssm.ts";
import { deleteParameter } from "./delete-parameter.ts";
import { deleteParameters } from "./delete-parameters.ts";
import { getParameter } from "./get-parameter.ts";
import { getParameters } from "./get-parameters.ts";
import { getParametersByPath } from "./get-parameters-by-path.ts";
import { labelParameterVersion } from "./label-parameter-version.ts";
import { putParameter } from "./put-parameter.ts";

/** Wire name to operation: all of Systems Manager that is answered. */
export const operations = {
  DeleteParameter: deleteParameter,
  DeleteParameters: deleteParameters,
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  LabelParameterVersion: labelParameterVersion,
  PutParameter: putParameter,
} satisfies Record<string, SsmOperation<never, unknown>>;
