import { rmSync } from "node:fs";
import type { LocalAws } from "@foyer/local";
import type { Bundle, Bundler } from "./bundle.ts";
import { type Definition, loadDefinition } from "./definition.ts";
import type { ProvisionedPool } from "./provision-pool.ts";
import { provisionResources } from "./provision-resources.ts";
import { type Deployment, deployOnboarding } from "./wire.ts";

/** Where an onboarding is deployed to, and from which file. */
export interface Target {
  local: LocalAws;
  pool: ProvisionedPool;
  file: string;
}

/** What a reload changed. */
export interface Reload {
  /** Source files, by name. */
  changed: string[];
  deployment: Deployment;
  /** Executions under way, which stay on the version that they started with. */
  executionsUnderWay: number;
}

export interface ReloadListener {
  reloaded(reload: Reload): void;
  /** The change cannot be used: what was deployed before stays. */
  failed(message: string): void;
}

/** Provisions what a bundle needs and deploys it. The bundle's folder is not needed after that. */
export async function deployBundle(
  { local, pool, file }: Target,
  { dir }: Bundle,
): Promise<{ definition: Definition; deployment: Deployment }> {
  const definition = await loadDefinition(dir, file);
  const provisioned = provisionResources(local, pool.userPoolId, definition.resources);
  const ledgerTable = definition.resources.tables[0]?.tableName ?? "";
  const deployment = deployOnboarding(local, dir, ledgerTable);
  await provisioned;
  // Other processes read it at /_foyer/config.json.
  Object.assign(local.config, { ledgerTable, steps: definition.steps.map(({ name, phase }) => ({ name, phase })) });
  rmSync(dir, { recursive: true, force: true });
  return { definition, deployment };
}

/** Deploys again after each change, one change after the other. */
export async function reloadOnChange(bundler: Bundler, target: Target, listener: ReloadListener): Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const reload = async (bundle: Bundle) => {
    try {
      const executionsUnderWay = await countUnderWay(target.local);
      const { deployment } = await deployBundle(target, bundle);
      listener.reloaded({ changed: bundle.changed, deployment, executionsUnderWay });
    } catch (error) {
      listener.failed((error as Error).message);
    }
  };
  await bundler.watch(
    (bundle) => {
      last = last.then(() => reload(bundle));
    },
    (message) => listener.failed(message),
  );
}

async function countUnderWay(local: LocalAws): Promise<number> {
  const { DurableExecutions } = (await local.call("lambda", "ListDurableExecutionsByFunction", {
    FunctionName: "foyer-worker",
    Statuses: ["RUNNING"],
    MaxItems: 1000,
  })) as { DurableExecutions: unknown[] };
  return DurableExecutions.length;
}
