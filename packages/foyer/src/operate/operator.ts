import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { once } from "../onboarding/aws-client.ts";
import { Ledger } from "../onboarding/ledger.ts";
import type { WorkerAddress } from "../onboarding/start-worker.ts";

/** An account and Region, or a local AWS, in the AWS SDK's words. What is absent the SDK finds by itself. */
export interface AwsSettings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

/** Where an onboarding is in operation. */
export interface Deployment {
  readonly userPoolId: string;
  /** Default `FOYER_LEDGER_TABLE`, else `foyer_ledger`. */
  readonly tableName?: string;
  /** The ARN of the worker's alias, needed by what starts executions. Default `FOYER_WORKER_ARN`. */
  readonly workerArn?: string;
  readonly aws?: AwsSettings;
  /** The time there, in milliseconds since the epoch: a local AWS may be ahead. Default: that of this machine. */
  readonly now?: () => number;
}

/** What was asked for cannot be done, or not without `force`. The message is for the operator. */
export class OperateError extends Error {
  override name = "OperateError";
}

/** The AWS clients of one deployment. */
export class Operator {
  readonly userPoolId: string;
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly #deployment: Deployment;
  readonly #config: AwsSettings;

  constructor(deployment: Deployment) {
    this.userPoolId = deployment.userPoolId;
    this.#deployment = deployment;
    this.#config = { ...deployment.aws };
    this.now = deployment.now ?? (() => Date.now());
    this.ledger = new Ledger({ tableName: deployment.tableName, aws: { ...this.#config, maxAttempts: 5 }, now: this.now });
  }

  readonly cognito: () => Promise<CognitoIdentityProviderClient> = once(async () => {
    const { CognitoIdentityProviderClient } = await import("../onboarding/sdk/cognito-identity-provider.ts");
    return new CognitoIdentityProviderClient({ ...this.#config, maxAttempts: 5 });
  });

  /** @throws {OperateError} if nothing says which worker it is */
  readonly worker: () => Promise<WorkerAddress> = once(async () => {
    const workerArn = this.#deployment.workerArn ?? process.env.FOYER_WORKER_ARN;
    if (!workerArn)
      throw new OperateError(
        "Cannot start the worker as its alias's ARN must be known: it is neither given nor in FOYER_WORKER_ARN",
      );
    const { LambdaClient } = await import("../onboarding/sdk/lambda.ts");
    return { workerArn, client: new LambdaClient({ ...this.#config, maxAttempts: 5 }) };
  });
}
