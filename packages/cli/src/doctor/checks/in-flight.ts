import { paginateListDurableExecutionsByFunction, paginateListVersionsByFunction } from "@aws-sdk/client-lambda";
import { listEntries, Operator } from "foyer/operate";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";

/** What a deployment of the file does to users who are under way. Reads all executions that run, and the whole ledger. */
export async function inFlight(examined: Examined): Promise<Checked> {
  if (!examined.inFlight) return {};
  const [executions, entries] = await Promise.all([ofExecutions(examined), ofEntries(examined)]);
  return { findings: [...executions.findings, ...entries], notes: executions.notes };
}

/** An execution stays on the version on which it started; one whose version is gone cannot go on. */
async function ofExecutions({ clients, deployed }: Examined): Promise<{ findings: Finding[]; notes: string[] }> {
  const { lambda: client } = clients;
  const { FunctionName } = deployed.functions.worker ?? {};
  if (FunctionName === undefined) return { findings: [], notes: [] };
  const running = new Map<string, number>();
  const about = { FunctionName, Statuses: ["RUNNING" as const] };
  for await (const { DurableExecutions = [] } of paginateListDurableExecutionsByFunction({ client }, about))
    for (const { FunctionArn = "" } of DurableExecutions) {
      const version = FunctionArn.split(":")[7] ?? "$LATEST";
      running.set(version, (running.get(version) ?? 0) + 1);
    }
  const there = new Set<string | undefined>();
  if (running.size > 0)
    for await (const { Versions = [] } of paginateListVersionsByFunction({ client }, { FunctionName }))
      for (const { Version } of Versions) there.add(Version);
  const notes = [...running].map(
    ([version, count]) =>
      `${count} ${count === 1 ? "execution runs" : "executions run"} on version ${version} of ${FunctionName} and ${count === 1 ? "stays" : "stay"} there.`,
  );
  const gone = [...running].filter(([version]) => !there.has(version));
  return {
    notes,
    findings: gone.map(([version, count]) => ({
      id: "version-gone",
      what: `${count} executions run on version ${version} of ${FunctionName}, which was deleted.`,
      why: "They cannot go on: the sweep starts them again on the version of now, once they have ended.",
      fix: "foyer sweep   # and keep versions: the construct does",
    })),
  };
}

/**
 * Whoever is replayed, or swept up, goes on with the steps of the file: one that has another name there is another step. A step that is
 * done under its old name happens again under the new one.
 */
async function ofEntries({ deployment, deployed, definition }: Examined): Promise<Finding[]> {
  const operator = new Operator({ ...deployment, tableName: deployed.ledgerTable });
  const known = new Set(definition.steps.map(({ name }) => name));
  const users = new Map<string, number>();
  for (const status of ["open", "parked"] as const)
    for await (const { entries } of listEntries(operator, { status }))
      for (const { steps } of entries)
        for (const name of Object.keys(steps)) if (!known.has(name)) users.set(name, (users.get(name) ?? 0) + 1);
  if (users.size === 0) return [];
  const names = [...users].map(([name, count]) => `'${name}' (${count} ${count === 1 ? "user" : "users"})`);
  return [
    {
      id: "steps-renamed",
      what: `Users who are unfinished or parked have steps that the file does not have: ${names.join(", ")}.`,
      why: "If it was renamed, it happens again for whoever is replayed or swept up. If it was removed, so is its permission: who still waits before it is parked there.",
      fix: "Give a renamed step its name back; for one that was removed: foyer skip SUB STEP",
    },
  ];
}
