import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import type { PolicyStatement, Resources, Role } from "foyer/operate";
import { bundleForSynthesis, EntryError } from "./bundle.ts";

/** What the template needs to know of an onboarding: computed by the copy of Foyer that the file itself imports. */
export interface Definition {
  readonly resources: Required<Resources>;
  /** The statements of each function that the onboarding has, with their placeholders. */
  readonly policies: Readonly<Partial<Record<Role, readonly PolicyStatement[]>>>;
  /** The pattern of the rule for SES's events, with the placeholder of the user pool's id. */
  readonly mailEventsPattern: object;
  /** Whether a phase is a flow, which may wait for days. */
  readonly hasFlow: boolean;
}

const code = `
import { writeFileSync } from "node:fs";
import { mailEventsPattern, permissionsOf, resourcesOf, rolesOf } from "foyer/operate";
const policies = Object.fromEntries(rolesOf(onboarding).map((role) => [role, permissionsOf(onboarding, role)]));
const hasFlow = [onboarding.definition.afterwards, onboarding.definition.onPasswordReset].some((phase) => typeof phase?.body === "function");
const definition = { resources: resourcesOf(onboarding), policies, mailEventsPattern: mailEventsPattern("\${UserPoolId}"), hasFlow };
writeFileSync(3, JSON.stringify(definition));`;

/**
 * Reads an onboarding file in a process of its own: a construct is made without awaiting anything, and a module is not.
 * @param file absolute
 * @throws {EntryError} with the reason when the file cannot be built, throws, or has no onboarding
 */
export function readDefinition(file: string): Definition {
  const ran = spawnSync(process.execPath, ["--input-type=module"], {
    input: bundleForSynthesis(code, file),
    cwd: dirname(file),
    encoding: "utf8",
    // What the file prints goes where the synthesis prints its warnings: standard output may be the template's.
    stdio: ["pipe", process.stderr, "pipe", "pipe"],
  });
  if (ran.error) throw ran.error;
  const answer = ran.output[3];
  if (ran.status !== 0 || !answer) throw new EntryError(`Cannot use ${file}: ${reason(ran.stderr)}`);
  return JSON.parse(answer);
}

/** The line of an uncaught error that says what it is. */
function reason(stderr: string): string {
  const line = stderr.split("\n").find((each) => /^(\w*Error|Error)\b.*: /.test(each));
  return line?.replace(/^(?:\w+Error|Error)(?: \[\w+\])?: /, "") ?? (stderr.trim() || "it ended without an answer");
}
