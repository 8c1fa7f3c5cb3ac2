import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "foyer/operate";
import { createBundler } from "../dev/bundle.ts";
import { type Definition, loadDefinition } from "../dev/definition.ts";
import { appClients } from "./checks/app-clients.ts";
import { durable } from "./checks/durable.ts";
import { environment } from "./checks/environment.ts";
import { inFlight } from "./checks/in-flight.ts";
import { invokePermissions } from "./checks/invoke-permissions.ts";
import { mailQuotas } from "./checks/mail-quotas.ts";
import { policies } from "./checks/policies.ts";
import { poolResources } from "./checks/pool-resources.ts";
import { quotas } from "./checks/quotas.ts";
import { runtimes } from "./checks/runtimes.ts";
import { senders } from "./checks/senders.ts";
import { tables } from "./checks/tables.ts";
import { template } from "./checks/template.ts";
import { triggers } from "./checks/triggers.ts";
import { type Clients, clientsOf } from "./clients.ts";
import { type Deployed, type NamedFunctions, readDeployed } from "./deployed.ts";
import type { Checked, Report } from "./finding.ts";
import type { Template } from "./template.ts";

/** What is to be examined, and how far. */
export interface Request {
  /** The onboarding file, absolute. */
  readonly file: string;
  readonly deployment: Deployment;
  readonly functions: NamedFunctions;
  /** A synthesized template to compare with. */
  readonly template?: Template | undefined;
  /** The rate that quotas must bear; absent: they are not looked at. */
  readonly signUpsPerSecond?: number | undefined;
  /** Reads executions and the whole ledger. */
  readonly inFlight?: boolean | undefined;
}

/** What a check is given. */
export interface Examined extends Request {
  readonly clients: Clients;
  readonly deployed: Deployed;
  readonly definition: Definition;
  /** Milliseconds since the epoch, there. */
  readonly now: number;
}

/** In the order in which a user meets what they look at. */
const checks: Readonly<Record<string, (examined: Examined) => Promise<Checked> | Checked>> = {
  triggers,
  "invoke permissions": invokePermissions,
  policies,
  environment,
  runtimes,
  "durable configuration": durable,
  tables,
  "groups and attributes": poolResources,
  "app clients": appClients,
  senders,
  quotas,
  "mail quotas": mailQuotas,
  template,
  "executions in flight": inFlight,
};

/**
 * Compares the file with what is deployed. Nothing is changed.
 * @throws {CommandError} if the file cannot be used, or nothing is deployed that could be its onboarding
 */
export async function examine(request: Request): Promise<Report> {
  const clients = clientsOf(request.deployment.aws);
  const definition = await definitionOf(request.file);
  const deployed = await readDeployed(clients, request.deployment, request.functions);
  const examined = { ...request, clients, deployed, definition, now: request.deployment.now?.() ?? Date.now() };
  const all = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<Report> => {
      try {
        return { findings: [], notes: [], unchecked: [], ...(await check(examined)) };
      } catch (error) {
        return { findings: [], notes: [], unchecked: [`${name}: ${(error as Error).message}`] };
      }
    }),
  );
  return {
    findings: all.flatMap(({ findings }) => findings),
    notes: all.flatMap(({ notes }) => notes),
    unchecked: all.flatMap(({ unchecked }) => unchecked),
  };
}

/** What the file says, by the copy of Foyer that it imports. */
async function definitionOf(file: string): Promise<Definition> {
  const bundler = createBundler(file, mkdtempSync(join(tmpdir(), "foyer-doctor-")));
  try {
    return await loadDefinition((await bundler.build()).dir, file);
  } finally {
    await bundler.stop();
  }
}
