import type { LocalAws } from "@foyer/local";
import { type ProvisionedPool, provisionPool } from "../dev/provision-pool.ts";
import { CloudAssembly } from "./cloud-assembly.ts";
import { Notes } from "./notes.ts";
import { type Provisioning, provisionStack } from "./provision-stack.ts";
import type { Properties } from "./resource-type.ts";
import type { SkippedResource } from "./skipped.ts";
import { walkedPool } from "./walked-pool.ts";

/** What has been made of a template. */
export interface ProvisionedTemplate {
  /** In the order in which they were provisioned: those that the template's own stack depends on come before it. */
  readonly stackNames: readonly string[];
  /** The pool that the onboarding is attached to, else the first. */
  readonly pool: ProvisionedPool;
  /** Absent where the template has no onboarding. */
  readonly ledgerTable: string | undefined;
  readonly workerArn: string | undefined;
  readonly skipped: readonly SkippedResource[];
  /** The pools that stand in for those that the template imports, by the id in the template. */
  readonly importedPools: ReadonlyMap<string, string>;
}

/** The account and the Region that a template was synthesized for, as far as it was for one. */
export function placeOf(templateFile: string): { accountId?: string | undefined; region?: string | undefined } {
  const { accountId, region } = new CloudAssembly(templateFile).stacksFor(templateFile).at(-1) ?? {};
  return { accountId, region };
}

/**
 * Provisions the local AWS from a synthesized template, and from those that its stack depends on: with the very code and policies that would
 * be deployed. What is there from an earlier start with the same data is changed to what the template says now.
 * @throws {CommandError} with the resource and the property that cannot be had
 */
export async function provisionTemplate(
  local: LocalAws,
  templateFile: string,
  dataDir: string | undefined,
): Promise<ProvisionedTemplate> {
  const assembly = new CloudAssembly(templateFile);
  const skipped: SkippedResource[] = [];
  const pools: string[] = [];
  const variables: Record<string, unknown> = {};
  const at: Provisioning = {
    local,
    assembly,
    notes: new Notes(dataDir),
    exports: new Map(),
    importedPools: new Map(),
    onProvisioned(type, { physicalId }, properties) {
      if (type === "AWS::Cognito::UserPool") pools.push(physicalId);
      if (type === "AWS::Lambda::Function") Object.assign(variables, variablesOf(properties));
    },
    onSkipped: (resource) => skipped.push(resource),
  };
  const stacks = assembly.stacksFor(templateFile);
  for (const { stackName, templateFile } of stacks) await provisionStack({ stackName, templateFile, parameters: {} }, at);
  const pool = await walkedPool(at, [...at.importedPools.values(), ...pools]);
  return {
    stackNames: stacks.map(({ stackName }) => stackName),
    pool: pool ?? (await provisionPool(local, dataDir)),
    ledgerTable: variables.FOYER_LEDGER_TABLE as string | undefined,
    workerArn: variables.FOYER_WORKER_ARN as string | undefined,
    skipped,
    importedPools: at.importedPools,
  };
}

function variablesOf({ Environment }: Properties): object {
  return (Environment as { Variables?: object } | undefined)?.Variables ?? {};
}
