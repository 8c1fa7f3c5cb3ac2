import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { unlessAbsent } from "../clients.ts";
import type { Examined } from "../examine.ts";
import type { Checked } from "../finding.ts";

/** Whether the worker is there, is durable, and is started by an alias. */
export async function durable({
  clients: { lambda },
  deployed: { functions, workerArn, workerAlias },
}: Examined): Promise<Checked> {
  const { worker } = functions;
  const FunctionName = workerArn.split(":")[6] ?? "";
  if (!worker)
    return {
      findings: [
        {
          id: "worker-missing",
          what: `There is no function ${FunctionName}, which the others start as the worker.`,
          why: "Nothing happens after the trigger: users stay unfinished until the function is back and a sweep starts it.",
          fix: "Deploy it (docs/deploy.md), then: foyer sweep",
        },
      ],
    };
  if (!worker.DurableConfig)
    return {
      findings: [
        {
          id: "durable-missing",
          what: `${FunctionName} has no durable configuration.`,
          why: "Lambda refuses to start executions: nothing happens after the trigger.",
          fix: "It is given at the creation and never later. Make the function anew under another name with a durable configuration (docs/deploy.md), then: foyer sweep",
        },
      ],
    };
  if (workerAlias === undefined || workerAlias === "$LATEST")
    return {
      findings: [
        {
          id: "worker-unversioned",
          what: `The others start the worker as ${workerArn}, which names no version and no alias.`,
          why: "An execution that waits goes on with whatever code is deployed then, and fails where its flow differs.",
          fix: `aws lambda create-alias --function-name ${FunctionName} --name live --function-version $(aws lambda publish-version --function-name ${FunctionName} --query Version --output text), and FOYER_WORKER_ARN with :live at its end`,
        },
      ],
    };
  const Qualifier = workerAlias;
  const aliased = await unlessAbsent(lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier })));
  if (aliased) return {};
  return {
    findings: [
      {
        id: "alias-missing",
        what: `The worker ${FunctionName} has no alias or version '${workerAlias}'.`,
        why: "Trigger, sign-in handler and sweep cannot start it: nothing happens after the trigger.",
        fix: `aws lambda create-alias --function-name ${FunctionName} --name ${workerAlias} --function-version $(aws lambda publish-version --function-name ${FunctionName} --query Version --output text)`,
      },
    ],
  };
}
