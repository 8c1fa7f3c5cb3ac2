import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { LocalAws } from "@foyer/local";
import { CommandError } from "../errors.ts";
import { createBundler } from "./bundle.ts";
import { lockData } from "./data-lock.ts";
import type { Definition } from "./definition.ts";
import { dynamoDbCall } from "./dynamodb-call.ts";
import { type ProvisionedPool, provisionPool } from "./provision-pool.ts";
import { deployBundle, type ReloadListener, reloadOnChange } from "./reload.ts";
import { scheduleSweep } from "./sweep-schedule.ts";
import { deployHandlers, type TriggerHandler, triggersOf, wire } from "./wire.ts";

export interface DevOptions {
  /** The onboarding file. Absent: only the `triggers`. */
  file?: string | undefined;
  /** Existing handlers, each for its trigger; one for a trigger that the onboarding has too replaces it. */
  triggers?: TriggerHandler[] | undefined;
  /** Default 0: a free port. */
  port?: number | undefined;
  /** Folder that keeps everything over restarts; absent: memory. */
  dataDir?: string | undefined;
}

/** A local AWS with an onboarding deployed to it. */
export interface Dev {
  local: LocalAws;
  pool: ProvisionedPool;
  /** Absent without an onboarding file. */
  definition: Definition | undefined;
  /** Deploys the onboarding again after each change of its files, until `stop`. */
  watch(listener: ReloadListener): void;
  /** Ends it: no process, no socket and no temporary file is left. */
  stop(): Promise<void>;
}

/**
 * Starts the local AWS and makes everything that the onboarding needs: pool, app client, tables, groups, senders, functions.
 * The same data gives the same pool and app client again.
 * @throws {CommandError} when the port or the data folder is in use, or the file cannot be used.
 */
export async function startDev({ file, triggers = [], port = 0, dataDir }: DevOptions): Promise<Dev> {
  const path = file === undefined ? undefined : resolve(file);
  if (path !== undefined && !existsSync(path)) throw new CommandError(`Cannot start as there is no file '${file}'.`);
  const unlock = dataDir === undefined ? undefined : lockData(dataDir);
  // esbuild is a process of its own: it builds while this one loads the local AWS.
  const bundler = path === undefined ? undefined : createBundler(path, outDirFor(dataDir));
  const bundle = bundler?.build();
  bundle?.catch(() => {}); // awaited below
  let local: LocalAws | undefined;
  let warming: Promise<unknown> | undefined;
  let stopReloading: (() => Promise<void>) | undefined;
  let stopSweeping: (() => void) | undefined;
  const stop = async () => {
    stopSweeping?.();
    await Promise.all([warming, stopReloading?.()]);
    await Promise.all([local?.stop(), bundler?.stop()]);
    unlock?.();
  };
  try {
    local = await startLocalAws(port, dataDir);
    // DynamoDB's engine starts with its first request, in a thread of its own: so it starts now, beside the rest. Whatever is
    // wrong with it, the tables below find out too.
    warming = dynamoDbCall(local.url, "ListTables", {}).catch(() => {});
    const pool = await provisionPool(local, dataDir);
    const target = { local, pool, file: path ?? "" };
    const built = await bundle;
    const deployed = built && (await deployBundle(target, built));
    const onboarding = deployed && triggersOf(deployed.deployment);
    await wire(local, pool, { ...onboarding, ...deployHandlers(local, triggers) });
    if (deployed) stopSweeping = scheduleSweep(local);
    Object.assign(local.config, { userPoolId: pool.userPoolId, clientId: pool.clientId });
    const watch = (listener: ReloadListener) => {
      if (bundler && built) stopReloading = reloadOnChange(bundler, built, target, listener);
    };
    return { local, pool, definition: deployed?.definition, watch, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function outDirFor(dataDir: string | undefined): string {
  return dataDir === undefined ? mkdtempSync(join(tmpdir(), "foyer-bundle-")) : resolve(dataDir, "bundle");
}

async function startLocalAws(port: number, dataDir: string | undefined): Promise<LocalAws> {
  const { startLocal } = await import("@foyer/local");
  try {
    return await startLocal({ port, dataDir });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new CommandError(
      `Cannot start as port ${port} is in use. Stop what listens there, or choose another port with --port ${port + 1}.`,
    );
  }
}
