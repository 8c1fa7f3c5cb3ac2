import type { Service } from "../../endpoint/service.ts";
import type { Executions } from "../durable/executions.ts";
import { durableOperations } from "../durable/operations/index.ts";
import type { Functions } from "../functions.ts";
import { addPermission } from "./add-permission.ts";
import { getFunction } from "./get-function.ts";
import { getFunctionConfiguration } from "./get-function-configuration.ts";
import { getPolicy } from "./get-policy.ts";
import { invoke } from "./invoke.ts";
import { listFunctions } from "./list-functions.ts";
import { removePermission } from "./remove-permission.ts";

/** Lambda's API, as far as it is emulated. */
export function lambdaService(functions: Functions, executions: Executions): Service {
  return {
    name: "lambda",
    operations: {
      AddPermission: (request) => addPermission(functions, request),
      GetFunction: (request) => getFunction(functions, request),
      GetFunctionConfiguration: (request) => getFunctionConfiguration(functions, request),
      GetPolicy: (request) => getPolicy(functions, request),
      Invoke: (request, call) => invoke(functions, executions, request, call),
      ListFunctions: (request) => listFunctions(functions, request),
      RemovePermission: (request) => removePermission(functions, request),
      ...durableOperations(executions),
    },
  };
}
