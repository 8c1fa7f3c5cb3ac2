import { readFileSync } from "node:fs";
import { CommandError } from "../errors.ts";

/** What a project's package.json has to hold. */
export interface Wanted {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

type Section = keyof Wanted;

const sections: readonly Section[] = ["scripts", "dependencies", "devDependencies"];

/** @param version of Foyer: its packages go together */
export function wantedOf(version: string, cdk: boolean): Wanted {
  const ours = `^${version}`;
  return {
    scripts: { start: "foyer dev", test: "node --test", types: "tsc" },
    dependencies: { foyer: ours },
    devDependencies: {
      "@aws-sdk/client-cognito-identity-provider": "^3.1100.0",
      ...(cdk && { "@foyer/cdk": ours }),
      "@foyer/cli": ours,
      "@types/node": "^24.0.0",
      ...(cdk && { "aws-cdk-lib": "^2.276.0", constructs: "^10.8.1" }),
      typescript: ">=5.9.0",
    },
  };
}

/** The text of a new package.json. */
export function manifestFor(name: string, wanted: Wanted): string {
  return `${JSON.stringify({ name, version: "0.0.0", private: true, type: "module", engines: { node: ">=24" }, ...wanted }, null, 2)}\n`;
}

/**
 * What an existing package.json does not have. A script of the same name stays the project's, so it is not lacking; what is a dependency of
 * either kind is there.
 * @throws {CommandError} if it is not JSON
 */
export function lackingIn(file: string, wanted: Wanted): Wanted {
  let manifest: Partial<Record<Section, Record<string, string>>>;
  try {
    manifest = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CommandError(`Cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
  const packages = { ...manifest.dependencies, ...manifest.devDependencies };
  const there: Record<Section, object> = { scripts: manifest.scripts ?? {}, dependencies: packages, devDependencies: packages };
  return Object.fromEntries(
    sections.map((section) => [
      section,
      Object.fromEntries(Object.entries(wanted[section]).filter(([name]) => !Object.hasOwn(there[section], name))),
    ]),
  ) as unknown as Wanted;
}
