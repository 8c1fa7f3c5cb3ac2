import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { AccessMode, Denial, LocalAws, ServedCall } from "@foyer/local";
import { CommandError } from "../errors.ts";
import { type ProvisionedTemplate, placeOf, provisionTemplate } from "../template/provision-template.ts";
import { createBundler } from "./bundle.ts";
import { lockData } from "./data-lock.ts";
import type { Definition } from "./definition.ts";
import { listenToDenials } from "./denied-calls.ts";
import { devOperator } from "./dev-operator.ts";
import { dynamoDbCall } from "./dynamodb-call.ts";
import { type DeployedHandler, deployHandler, type HandlerSettings } from "./handlers/deploy-handlers.ts";
import { isSender, lambdaConfigOf, senderKey } from "./handlers/lambda-config.ts";
import type { TriggerHandler } from "./handlers/trigger-option.ts";
import { type HandlerListener, watchHandlers } from "./handlers/watch-handlers.ts";
import { madeUpEvents } from "./made-up-events.ts";
import { type MissingResource, missingResources } from "./missing-resources.ts";
import { type ProvisionedIdentity, provisionIdentity } from "./provision-identity.ts";
import { type ProvisionedPool, provisionPool } from "./provision-pool.ts";
import { type NeededResources, provisionResources } from "./provision-resources.ts";
import { deployBundle, type ReloadListener, reloadOnChange } from "./reload.ts";
import { scheduleSweep } from "./sweep-schedule.ts";
import { triggersOf, wire } from "./wire.ts";

export interface DevOptions {
  /** The onboarding file. Absent: only the `triggers`. */
  file?: string | undefined;
  /** A synthesized template, whose functions and policies run in the place of an onboarding file. */
  template?: string | undefined;
  /** Existing handlers, each for its trigger; one for a trigger that the onboarding has too replaces it. */
  triggers?: TriggerHandler[] | undefined;
  /** How the functions of existing handlers run. */
  handlers?: HandlerSettings | undefined;
  /** Made before anything runs, beside what the onboarding needs. */
  resources?: Partial<NeededResources> | undefined;
  /** Makes an identity pool and a bucket for users' files, which an onboarding that needs them has anyway. */
  identityPool?: boolean | undefined;
  /** Callback handlers are refused as on Lambda's newest Node.js runtime. */
  strictRuntimes?: boolean | undefined;
  /** SES sends to verified recipients only, as before AWS grants production access. */
  sandbox?: boolean | undefined;
  /** Whether post confirmation fires at the first sign-in of an identity provider's user, as AWS was seen doing and not doing. Default true. */
  confirmFederatedUsers?: boolean | undefined;
  /** URL of another server that DynamoDB's requests are forwarded to. */
  dynamodb?: string | undefined;
  /** Told, once each, of what a function asks for and is not there. */
  onMissing?: ((missing: MissingResource) => void) | undefined;
  /** What becomes of calls that no IAM policy allows. Default: the onboarding's are refused, those of existing handlers told of. */
  iam?: AccessMode | undefined;
  /** Told of each API call that was served. */
  onCall?: ((call: ServedCall) => void) | undefined;
  /** Told, once each, of what a function's role does not allow. */
  onDenied?: ((denial: Denial) => void) | undefined;
  /** Default 0: a free port. */
  port?: number | undefined;
  /** Folder that keeps everything over restarts; absent: memory. */
  dataDir?: string | undefined;
}

/** A local AWS with an onboarding deployed to it. */
export interface Dev {
  local: LocalAws;
  pool: ProvisionedPool;
  /** Absent where nobody asked for an identity pool. */
  identity: ProvisionedIdentity | undefined;
  /** Absent without an onboarding file. */
  definition: Definition | undefined;
  handlers: readonly DeployedHandler[];
  /** What was made of the template, if there is one. */
  template: ProvisionedTemplate | undefined;
  /** Where DynamoDB's requests are forwarded to. */
  dynamodb: string | undefined;
  /** Deploys the onboarding and existing handlers again after each change of their files, until `stop`. */
  watch(listener: ReloadListener & HandlerListener): void;
  /** Ends it: no process, no socket and no temporary file is left. */
  stop(): Promise<void>;
}

/**
 * Starts the local AWS and makes everything that the onboarding needs: pool, app client, tables, groups, senders, functions.
 * The same data gives the same pool and app client again.
 * @throws {CommandError} when the port or the data folder is in use, or the file cannot be used.
 */
export async function startDev(options: DevOptions): Promise<Dev> {
  const { file, triggers = [], handlers: settings = {}, resources, port = 0, dataDir } = options;
  const place = options.template === undefined ? {} : placeOf(options.template);
  const path = file === undefined ? undefined : resolve(file);
  if (path !== undefined && !existsSync(path)) throw new CommandError(`Cannot start as there is no file '${file}'.`);
  const unlock = dataDir === undefined ? undefined : lockData(dataDir);
  // esbuild is a process of its own: it builds while this one loads the local AWS.
  const bundler = path === undefined ? undefined : createBundler(path, outDirFor(dataDir));
  const bundle = bundler?.build();
  bundle?.catch(() => {}); // awaited below
  let local: LocalAws | undefined;
  let warming: Promise<unknown> | undefined;
  const stopWatching: (() => Promise<void>)[] = [];
  let stopSweeping: (() => void) | undefined;
  const stop = async () => {
    stopSweeping?.();
    await Promise.all([warming, ...stopWatching.map((end) => end())]);
    await Promise.all([local?.stop(), bundler?.stop()]);
    unlock?.();
  };
  try {
    local = await startLocalAws(port, { ...options, ...place });
    if (options.onDenied) listenToDenials(local, options.onDenied);
    // DynamoDB's engine is loaded with its first request: so now, while esbuild builds. One that is elsewhere must be there.
    const tables = dynamoDbCall(local.url, "ListTables", {});
    if (options.dynamodb !== undefined) await tables;
    warming = tables.catch(() => {});
    const template = options.template === undefined ? undefined : await provisionTemplate(local, options.template, dataDir);
    const pool = template?.pool ?? (await provisionPool(local, dataDir));
    if (resources) await provisionResources(local, pool.userPoolId, resources);
    const { identityPool } = options;
    const target = { local, pool, file: path ?? "", identityPool, tables: resources?.tables };
    const built = await bundle;
    const deployed = built && (await deployBundle(target, built));
    const identity = deployed?.identity ?? (identityPool ? await provisionIdentity(local, pool, resources?.tables) : undefined);
    const onboarding = deployed && triggersOf(deployed.deployment);
    const key = triggers.some(({ trigger }) => isSender(trigger)) ? await senderKey(local) : undefined;
    const handlerSettings = { ...settings, environment: { ...key?.environment, ...settings.environment } };
    const handlers: DeployedHandler[] = [];
    for (const trigger of triggers) handlers.push(await deployHandler(local, trigger, handlerSettings));
    const existing = Object.fromEntries(handlers.map(({ trigger, functionArn }) => [trigger, functionArn]));
    // The pool of a template calls what the template says.
    if (!template) await wire(local, pool, lambdaConfigOf({ ...onboarding, ...existing }, key?.keyArn));
    if (deployed) stopSweeping = scheduleSweep(local);
    if (deployed || template?.ledgerTable) local.operateBy(devOperator(local, pool.userPoolId));
    local.offerTestEvents(madeUpEvents);
    Object.assign(local.config, { userPoolId: pool.userPoolId, clientId: pool.clientId });
    if (template?.ledgerTable) Object.assign(local.config, { ledgerTable: template.ledgerTable, workerArn: template.workerArn });
    const running = local;
    const watch = (listener: ReloadListener & HandlerListener) => {
      if (bundler && built) stopWatching.push(reloadOnChange(bundler, built, target, listener));
      if (handlers.length > 0) stopWatching.push(watchHandlers(running, handlers, handlerSettings, listener));
    };
    return {
      local,
      pool,
      identity,
      definition: deployed?.definition,
      handlers,
      template,
      dynamodb: options.dynamodb,
      watch,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function outDirFor(dataDir: string | undefined): string {
  return dataDir === undefined ? mkdtempSync(join(tmpdir(), "foyer-bundle-")) : resolve(dataDir, "bundle");
}

async function startLocalAws(
  port: number,
  {
    dataDir,
    dynamodb,
    strictRuntimes,
    sandbox,
    confirmFederatedUsers,
    iam,
    onMissing,
    onCall: listener,
    accountId,
    region,
  }: DevOptions & ReturnType<typeof placeOf>,
): Promise<LocalAws> {
  const { startLocal } = await import("@foyer/local");
  const told = new Set<string>();
  const onCall = async (call: ServedCall) => {
    listener?.(call);
    if (!onMissing || call.status < 400) return;
    for (const missing of await missingResources(local.url, call)) {
      const what = JSON.stringify([missing.functionName, missing.kind, missing.name]);
      if (!told.has(what)) onMissing(missing);
      told.add(what);
    }
  };
  let local: LocalAws;
  try {
    // A handler may word e-mails here whoever sends them: the pool's mails go to the inbox anyway.
    local = await startLocal({
      port,
      dataDir,
      accountId,
      region,
      dynamodb,
      strictRuntimes,
      sandbox,
      confirmFederatedUsers,
      iam,
      onCall,
      customEmailNeedsDeveloper: false,
    });
    return local;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new CommandError(
      `Cannot start as port ${port} is in use. Stop what listens there, or choose another port with --port ${port + 1}.`,
    );
  }
}
