import { createHash } from "node:crypto";
import { CfnAlias, CfnVersion } from "aws-cdk-lib/aws-lambda";
import { RemovalPolicy, Stack } from "aws-cdk-lib/core";
import type { OnboardingFunction } from "./onboarding-function.ts";

export const WORKER_ALIAS = "live";

/**
 * Publishes the worker as it is now and points the alias at it. An execution stays on the version on which it was started, perhaps for
 * weeks: versions of earlier deployments are kept.
 */
export function publishWorker(worker: OnboardingFunction): CfnAlias {
  const { resource, code } = worker;
  const { environment, memorySize, timeout, durableConfig, runtime } = resource;
  const settings = Stack.of(worker).resolve({ environment, memorySize, timeout, durableConfig, runtime });
  const hash = createHash("sha256").update(code.assetHash).update(JSON.stringify(settings)).digest("hex").slice(0, 16);
  // A version is of what the function is when it is made, so another function needs another version.
  const version = new CfnVersion(worker, `Version${hash}`, { functionName: resource.ref });
  version.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return new CfnAlias(worker, "Alias", { functionName: resource.ref, functionVersion: version.attrVersion, name: WORKER_ALIAS });
}
