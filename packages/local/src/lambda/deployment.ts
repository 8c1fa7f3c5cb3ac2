import type { Store } from "../store/store.ts";
import type { Aliases } from "./aliases.ts";
import type { CodeFolder } from "./code-folder.ts";
import { checkFunctionName, configurationOf, type FunctionDefinition } from "./function-definition.ts";
import { type FunctionVersions, isConfiguredBy } from "./function-versions.ts";

/**
 * Puts a definition in force: `$LATEST` gets the code, a version is published if code or configuration differs from the last
 * one, and the alias `live` points at it.
 * @returns the version that runs the definition.
 * @throws {AwsError} InvalidParameterValueException
 */
export function putInForce(
  definition: FunctionDefinition,
  { store, versions, aliases, code }: { store: Store; versions: FunctionVersions; aliases: Aliases; code: CodeFolder },
): string {
  const { functionName, codeDir } = definition;
  checkFunctionName(functionName);
  const configuration = configurationOf(definition);
  const digest = code.digest(codeDir);
  const last = versions.lastPublished(functionName);
  const isSame = last.version?.codeSha256 === digest.sha256 && isConfiguredBy(last.version, configuration);
  const version = String(isSame ? last.number : last.number + 1);
  if (!isSame) code.keep(codeDir, functionName, version);
  store.write(() => {
    if (!isSame) versions.publish(functionName, version, digest, configuration);
    aliases.point(functionName, "live", version);
  });
  return version;
}
