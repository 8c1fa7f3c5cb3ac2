import { notesOnTemplate } from "../template/notes-on-template.ts";
import type { Terminal } from "../terminal.ts";
import type { Redeployment } from "./handlers/watch-handlers.ts";
import type { Reload } from "./reload.ts";
import type { Dev } from "./start-dev.ts";

/** How the command is called here: in a clone of the repository there is no built `foyer`. */
export const commandName = import.meta.url.endsWith(".ts") ? "npm run foyer --" : "foyer";

/** What there is, and where: the rows below the line `ready …`. */
export function about(
  { local, pool, identity, definition, handlers, template, dynamodb }: Dev,
  data: string,
  { style }: Terminal,
): string {
  const invoked = definition?.resources.functions.map(({ functionName }) => functionName) ?? [];
  const rows: [string, string][] = [
    ...(template ? [["stack", template.stackNames.join(", ")] as [string, string]] : []),
    ["user pool", pool.userPoolId],
    ["app client", pool.clientId],
    ...(identity
      ? ([
          ["identity pool", identity.identityPoolId],
          ["bucket", identity.bucket],
        ] satisfies [string, string][])
      : []),
    ...(local.config.linkIdentityUrl ? [["linkIdentity", String(local.config.linkIdentityUrl)] as [string, string]] : []),
    ["console, API", `${local.url}/_foyer/`],
    ["AWS SDKs", `AWS_ENDPOINT_URL=${local.url}  (any region and credentials)`],
    ...(invoked.length ? [["stand-ins", `${invoked.join(", ")}: deploy your own in their place`] as [string, string]] : []),
    ...handlers.map(({ trigger, path }): [string, string] => [trigger, path]),
    ...(dynamodb === undefined ? [] : [["DynamoDB", `forwarded to ${dynamodb}`] as [string, string]]),
    ["data", data === ":memory:" ? "in memory, gone at the end" : data],
  ];
  const width = Math.max(12, ...rows.map(([name]) => name.length)) + 2;
  return `\n${rows.map(([name, value]) => `  ${style("dim", name.padEnd(width))}${value}`).join("\n")}\n`;
}

/** What of the handlers is not as it would be on AWS. @param leftOut names that `--env-file` had and that no function gets */
export function notesOn({ handlers, template }: Dev, leftOut: string[]): string[] {
  const missing = handlers.flatMap(({ path, missingPackages }) =>
    missingPackages.length === 0
      ? []
      : [`${path} imports what is not installed; before it runs: npm install ${missingPackages.join(" ")}`],
  );
  const sendsCodes = handlers.some(({ trigger }) => trigger === "CustomEmailSender");
  return [
    ...(template ? notesOnTemplate(template) : []),
    ...missing,
    ...(leftOut.length ? [`Left out of the environment, as they are not for a function: ${leftOut.join(", ")}`] : []),
    ...(sendsCodes ? ["CustomEmailSender has the codes: the demo user is confirmed only if it sends them on by SES"] : []),
  ];
}

/** A line on a new version of the onboarding. */
export function reloadLine({ changed, deployment, executionsUnderWay }: Reload, { style }: Terminal): string {
  const count = executionsUnderWay;
  const stay =
    count === 0
      ? "no execution is under way"
      : count === 1
        ? "the execution under way stays on its version"
        : `the ${count} executions under way stay on their versions`;
  const what = changed.length ? changed.join(", ") : "the onboarding";
  return `${style("cyan", "↻")} ${what} changed: new users get version ${deployment.worker.version}, ${stay}`;
}

/** A line on new code of existing handlers. */
export function redeployLine({ changed, handlers }: Redeployment, { style }: Terminal): string {
  const what = changed.length ? changed.join(", ") : "a folder of a handler";
  const runs = handlers.length === 1 ? "runs" : "run";
  return `${style("cyan", "↻")} ${what} changed: ${handlers.map(({ trigger }) => trigger).join(", ")} ${runs} the new code`;
}
