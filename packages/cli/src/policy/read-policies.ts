import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBundler } from "../dev/bundle.ts";
import { loadDefinition } from "../dev/definition.ts";

/** The functions of an onboarding, in the order in which a user meets them. */
export const roles = ["trigger", "worker", "sweep", "sign-in", "mail-events", "link-identity"] as const;

export type Role = (typeof roles)[number];

/** A statement as `permissionsOf` of `foyer/operate` computes it, with placeholders such as `${UserPoolId}`. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The statements of some of the functions. */
export type Policies = Readonly<Partial<Record<Role, readonly Statement[]>>>;

/**
 * Computes the policies of the functions that an onboarding file has, by the copy of Foyer that the file itself imports.
 * @param file absolute
 * @throws {CommandError} with the reason when the file cannot be used
 */
export async function readPolicies(file: string): Promise<Policies> {
  const bundler = createBundler(file, mkdtempSync(join(tmpdir(), "foyer-policy-")));
  try {
    const { permissions, roles: present } = await loadDefinition((await bundler.build()).dir, file);
    // Nothing is known of the place yet, so every placeholder stays.
    return Object.fromEntries(present.map((role) => [role, permissions(role, {})]));
  } finally {
    await bundler.stop();
  }
}
