import type { Store } from "../store/store.ts";
import type { CodeFolder } from "./code-folder.ts";
import { configurationOf, type FunctionConfiguration, type FunctionDefinition } from "./function-definition.ts";
import type { FunctionVersion, FunctionVersions } from "./function-versions.ts";

/**
 * Puts a definition in force: `$LATEST` gets the code, a version is published if code or configuration differs from the last
 * one, and the alias `live` points at it.
 * @returns the version that runs the definition.
 * @throws {AwsError} InvalidParameterValueException
 */
export function putInForce(
  definition: FunctionDefinition,
  { store, versions, code }: { store: Store; versions: FunctionVersions; code: CodeFolder },
): string {
  const configuration = configurationOf(definition);
  const { functionName, codeDir } = definition;
  const digest = code.digest(codeDir);
  const last = versions.lastPublished(functionName);
  const isSame = last.version?.codeSha256 === digest.sha256 && isConfiguredBy(last.version, configuration);
  const version = String(isSame ? last.number : last.number + 1);
  if (!isSame) code.keep(codeDir, functionName, version);
  store.write(() => {
    if (!isSame) versions.publish(functionName, version, digest, configuration);
    versions.pointAlias(functionName, "live", version);
  });
  return version;
}

function isConfiguredBy(version: FunctionVersion, configuration: FunctionConfiguration): boolean {
  const { handler, runtime, environment, timeoutSeconds, memoryMb, durable } = version;
  const current: FunctionConfiguration = { handler, runtime, environment, timeoutSeconds, memoryMb, ...(durable && { durable }) };
  return JSON.stringify(current) === JSON.stringify(configuration);
}
