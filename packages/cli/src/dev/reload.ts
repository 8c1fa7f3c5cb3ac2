import { rmSync } from "node:fs";
import { dirname } from "node:path";
import type { LocalAws } from "@foyer/local";
import type { Bundle, Bundler } from "./bundle.ts";
import { type Definition, loadDefinition } from "./definition.ts";
import { renewRoles } from "./function-roles.ts";
import { linkIdentityUrl } from "./link-identity-url.ts";
import { routeMailEvents } from "./mail-events-rule.ts";
import { type ProvisionedIdentity, provisionIdentity, wantsIdentityPool } from "./provision-identity.ts";
import type { ProvisionedPool } from "./provision-pool.ts";
import { type NeededResources, provisionResources } from "./provision-resources.ts";
import { watchSources } from "./watch-sources.ts";
import { type Deployment, deployOnboarding } from "./wire.ts";

/** Where an onboarding is deployed to, and from which file. */
export interface Target {
  local: LocalAws;
  pool: ProvisionedPool;
  file: string;
  /** An identity pool is made also if the onboarding needs none; its users write in these tables. */
  identityPool?: boolean | undefined;
  tables?: NeededResources["tables"] | undefined;
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
  { local, pool, file, identityPool, tables }: Target,
  { dir }: Bundle,
): Promise<{ definition: Definition; deployment: Deployment; identity: ProvisionedIdentity | undefined }> {
  const definition = await loadDefinition(dir, file);
  const provisioned = provisionResources(local, pool.userPoolId, definition.resources);
  const ledgerTable = definition.resources.tables[0]?.tableName ?? "";
  const hasIdentities = identityPool || wantsIdentityPool(definition);
  const identity = hasIdentities ? await provisionIdentity(local, pool, tables, definition) : undefined;
  // What the new code may do is allowed before it runs.
  await renewRoles(local, definition, { ledgerTable, userPoolId: pool.userPoolId, identity });
  const deployment = deployOnboarding(local, dir, {
    ledgerTable,
    userPoolId: pool.userPoolId,
    identity,
    variables: definition.resources.environment,
    hasMailEvents: definition.roles.includes("mail-events"),
    hasLinkIdentity: definition.roles.includes("link-identity"),
  });
  await provisioned;
  if (deployment.mailEvents)
    await routeMailEvents(local, deployment.mailEvents.functionArn, definition.mailEventsPattern(pool.userPoolId));
  const url = deployment.linkIdentity && (await linkIdentityUrl(local, deployment.linkIdentity.functionArn));
  // Other processes read it at /_foyer/config.json.
  Object.assign(local.config, {
    ledgerTable,
    workerArn: deployment.worker.aliasArn,
    steps: definition.steps.map(({ name, phase }) => ({ name, phase })),
    ...(url !== undefined && { linkIdentityUrl: url }),
  });
  rmSync(dir, { recursive: true, force: true });
  return { definition, deployment, identity };
}

/** Builds and deploys again after each change of a source file, one after the other. @returns what ends it */
export function reloadOnChange(bundler: Bundler, first: Bundle, target: Target, listener: ReloadListener): () => Promise<void> {
  let fingerprint = first.fingerprint;
  let failure: string | undefined;
  let last: Promise<void> = Promise.resolve();

  async function reload(changed: string[]): Promise<void> {
    // Only what was missing when the build failed can be in a file that it did not know.
    if (changed.length === 0 && failure === undefined) return;
    try {
      const bundle = await bundler.build();
      sources.watch(bundle.sources, bundle.startedAt);
      failure = undefined;
      if (bundle.fingerprint === fingerprint) return rmSync(bundle.dir, { recursive: true, force: true });
      const executionsUnderWay = await countUnderWay(target.local);
      const { deployment } = await deployBundle(target, bundle);
      fingerprint = bundle.fingerprint;
      listener.reloaded({ changed, deployment, executionsUnderWay });
    } catch (error) {
      const { message } = error as Error;
      if (changed.length > 0 || message !== failure) listener.failed(message);
      failure = message;
    }
  }

  const sources = watchSources(dirname(target.file), (changed) => {
    last = last.then(() => reload(changed));
  });
  sources.watch(first.sources, first.startedAt);
  return () => {
    sources.stop();
    return last;
  };
}

async function countUnderWay(local: LocalAws): Promise<number> {
  const { DurableExecutions } = (await local.call("lambda", "ListDurableExecutionsByFunction", {
    FunctionName: "foyer-worker",
    Statuses: ["RUNNING"],
    MaxItems: 1000,
  })) as { DurableExecutions: unknown[] };
  return DurableExecutions.length;
}
