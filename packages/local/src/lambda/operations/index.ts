import type { Service } from "../../endpoint/service.ts";
import type { Executions } from "../durable/executions.ts";
import { durableOperations } from "../durable/operations/index.ts";
import type { Functions } from "../functions.ts";
import { addPermission } from "./add-permission.ts";
import { createAlias } from "./create-alias.ts";
import { createFunction } from "./create-function.ts";
import { createFunctionUrlConfig } from "./create-function-url-config.ts";
import { deleteAlias } from "./delete-alias.ts";
import { deleteFunction } from "./delete-function.ts";
import { deleteFunctionConcurrency } from "./delete-function-concurrency.ts";
import { deleteFunctionEventInvokeConfig } from "./delete-function-event-invoke-config.ts";
import { deleteFunctionUrlConfig } from "./delete-function-url-config.ts";
import { getAccountSettings } from "./get-account-settings.ts";
import { getAlias } from "./get-alias.ts";
import { getFunction } from "./get-function.ts";
import { getFunctionConcurrency } from "./get-function-concurrency.ts";
import { getFunctionConfiguration } from "./get-function-configuration.ts";
import { getFunctionEventInvokeConfig } from "./get-function-event-invoke-config.ts";
import { getFunctionUrlConfig } from "./get-function-url-config.ts";
import { getPolicy } from "./get-policy.ts";
import { invoke } from "./invoke.ts";
import { listAliases } from "./list-aliases.ts";
import { listFunctionEventInvokeConfigs } from "./list-function-event-invoke-configs.ts";
import { listFunctionUrlConfigs } from "./list-function-url-configs.ts";
import { listFunctions } from "./list-functions.ts";
import { listTags } from "./list-tags.ts";
import { listVersionsByFunction } from "./list-versions-by-function.ts";
import { publishVersion } from "./publish-version.ts";
import { putFunctionConcurrency } from "./put-function-concurrency.ts";
import { putFunctionEventInvokeConfig } from "./put-function-event-invoke-config.ts";
import { removePermission } from "./remove-permission.ts";
import { tagResource } from "./tag-resource.ts";
import { untagResource } from "./untag-resource.ts";
import { updateAlias } from "./update-alias.ts";
import { updateFunctionCode } from "./update-function-code.ts";
import { updateFunctionConfiguration } from "./update-function-configuration.ts";
import { updateFunctionEventInvokeConfig } from "./update-function-event-invoke-config.ts";
import { updateFunctionUrlConfig } from "./update-function-url-config.ts";

/** Lambda's API, as far as it is emulated. */
export function lambdaService(functions: Functions, executions: Executions): Service {
  return {
    name: "lambda",
    operations: {
      AddPermission: (request) => addPermission(functions, request),
      CreateAlias: (request) => createAlias(functions, request),
      CreateFunction: (request) => createFunction(functions, request),
      CreateFunctionUrlConfig: (request) => createFunctionUrlConfig(functions, request),
      DeleteAlias: (request) => deleteAlias(functions, request),
      DeleteFunction: (request) => deleteFunction(functions, request),
      DeleteFunctionConcurrency: (request) => deleteFunctionConcurrency(functions, request),
      DeleteFunctionEventInvokeConfig: (request) => deleteFunctionEventInvokeConfig(functions, request),
      GetAccountSettings: (request) => getAccountSettings(functions, request),
      DeleteFunctionUrlConfig: (request) => deleteFunctionUrlConfig(functions, request),
      GetAlias: (request) => getAlias(functions, request),
      GetFunction: (request) => getFunction(functions, request),
      GetFunctionConcurrency: (request) => getFunctionConcurrency(functions, request),
      GetFunctionConfiguration: (request) => getFunctionConfiguration(functions, request),
      GetFunctionEventInvokeConfig: (request) => getFunctionEventInvokeConfig(functions, request),
      GetFunctionUrlConfig: (request) => getFunctionUrlConfig(functions, request),
      GetPolicy: (request) => getPolicy(functions, request),
      Invoke: (request, call) => invoke(functions, executions, request, call),
      ListAliases: (request) => listAliases(functions, request),
      ListFunctionEventInvokeConfigs: (request) => listFunctionEventInvokeConfigs(functions, request),
      ListFunctionUrlConfigs: (request) => listFunctionUrlConfigs(functions, request),
      ListFunctions: (request) => listFunctions(functions, request),
      ListTags: (request) => listTags(functions, request),
      ListVersionsByFunction: (request) => listVersionsByFunction(functions, request),
      PublishVersion: (request) => publishVersion(functions, request),
      PutFunctionConcurrency: (request) => putFunctionConcurrency(functions, request),
      PutFunctionEventInvokeConfig: (request) => putFunctionEventInvokeConfig(functions, request),
      RemovePermission: (request) => removePermission(functions, request),
      TagResource: (request) => tagResource(functions, request),
      UntagResource: (request) => untagResource(functions, request),
      UpdateAlias: (request) => updateAlias(functions, request),
      UpdateFunctionCode: (request) => updateFunctionCode(functions, request),
      UpdateFunctionConfiguration: (request) => updateFunctionConfiguration(functions, request),
      UpdateFunctionEventInvokeConfig: (request) => updateFunctionEventInvokeConfig(functions, request),
      UpdateFunctionUrlConfig: (request) => updateFunctionUrlConfig(functions, request),
      ...durableOperations(executions),
    },
  };
}
