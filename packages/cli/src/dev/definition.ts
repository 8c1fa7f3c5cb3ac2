import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CommandError } from "../errors.ts";
import type { NeededResources } from "./provision-resources.ts";

/** What the command knows of an onboarding: facts that were computed by the copy of Foyer that the file itself imports. */
export interface Definition {
  resources: NeededResources;
  /** The functions that it has: `trigger` and others. */
  roles: readonly string[];
  steps: { name: string; phase: string; sendsMail: boolean }[];
  /** Custom attributes that its steps set for the user, as enrichUser does. */
  ownAttributes: readonly string[];
  /** The statements of the policy of one of its functions, in a place as `permissionsOf` of `foyer/operate` takes it. */
  permissions(role: string, place: Record<string, string>): object[];
  /** The pattern of the rule that hands the sending events of the pool's mails to their function. */
  mailEventsPattern: (userPoolId: string) => object;
}

/** Loads the definition of a bundle. @throws {CommandError} with the reason when the file throws or has no onboarding. */
export async function loadDefinition(bundleDir: string, file: string): Promise<Definition> {
  try {
    const { resources, roles, steps, ownAttributes, permissions, mailEventsPattern } = await import(
      pathToFileURL(join(bundleDir, "definition.mjs")).href
    );
    return { resources, roles, steps, ownAttributes, permissions, mailEventsPattern };
  } catch (error) {
    throw new CommandError(`Cannot use ${file}: ${(error as Error).message}`, { cause: error });
  }
}
