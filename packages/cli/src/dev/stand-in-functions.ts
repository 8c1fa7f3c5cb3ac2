import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalAws } from "@foyer/local";

/** A Lambda function that a step invokes. */
export interface InvokedFunction {
  functionName: string;
  /** A version or an alias; absent: `$LATEST`. */
  qualifier?: string;
  durable: boolean;
}

// A durable execution is answered with how it ends.
const answers = { plain: "null", durable: '({ Status: "SUCCEEDED", Result: "null" })' };

/**
 * Deploys something in place of each function that steps invoke and that nobody has deployed: it takes what it is given and answers null.
 * A function of one's own replaces it under the same name.
 */
export async function standInForFunctions(local: LocalAws, invoked: readonly InvokedFunction[]): Promise<void> {
  for (const { functionName, qualifier, durable } of invoked) {
    if (isThere(local, functionName, qualifier)) continue;
    const codeDir = mkdtempSync(join(tmpdir(), "foyer-stand-in-"));
    writeFileSync(
      join(codeDir, "index.mjs"),
      `export const handler = async () => ${durable ? answers.durable : answers.plain};\n`,
    );
    const { version } = local.functions.deploy({
      functionName,
      codeDir,
      handler: "index.handler",
      ...(durable && { durable: { executionTimeoutSeconds: 60, retentionDays: 1 } }),
    });
    rmSync(codeDir, { recursive: true });
    if (qualifier === undefined || isThere(local, functionName, qualifier)) continue;
    await local.call("lambda", "CreateAlias", { FunctionName: functionName, Name: qualifier, FunctionVersion: version });
  }
}

function isThere(local: LocalAws, functionName: string, qualifier: string | undefined): boolean {
  try {
    local.functions.versionOf(functionName, qualifier);
    return true;
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    return false;
  }
}
