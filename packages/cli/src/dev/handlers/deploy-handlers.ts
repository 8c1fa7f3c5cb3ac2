import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalAws } from "@foyer/local";
import { CommandError } from "../../errors.ts";
import { roleArnOf } from "../function-roles.ts";
import { readHandler } from "./read-handler.ts";
import { filesAround, stage } from "./stage.ts";
import { type TriggerHandler, withoutVersion } from "./trigger-option.ts";

/** How the functions of existing handlers run. */
export interface HandlerSettings {
  environment?: Record<string, string> | undefined;
  /** Default 60. */
  timeoutSeconds?: number | undefined;
  /** Default 256. */
  memoryMb?: number | undefined;
}

/** An existing handler that runs as the function `handler-<trigger>`. */
export interface DeployedHandler extends TriggerHandler {
  functionArn: string;
  version: string;
  /** What it was deployed from, absolute, as it was at `readAt` or later; milliseconds since the epoch. */
  sources: string[];
  readAt: number;
  /** Packages that it imports and that are not installed. */
  missingPackages: string[];
}

/** Deploys a copy of an existing handler. @throws {CommandError} when it cannot be used. */
export async function deployHandler(
  local: LocalAws,
  handler: TriggerHandler,
  { environment, timeoutSeconds = 60, memoryMb = 256 }: HandlerSettings,
): Promise<DeployedHandler> {
  const readAt = Date.now();
  const code = await readHandler(handler);
  const copy = mkdtempSync(join(tmpdir(), "foyer-handler-"));
  try {
    stage(code, copy);
    const functionName = `handler-${withoutVersion(handler.trigger)}`;
    const { functionArn, version } = local.functions.deploy({
      functionName,
      // Nobody makes that role: what the handler asks for is told of and done.
      role: roleArnOf(local, functionName),
      codeDir: copy,
      handler: code.handler,
      runtime: code.runtime,
      environment: { ...(code.bundled && { NODE_OPTIONS: "--enable-source-maps" }), ...environment },
      timeoutSeconds,
      memoryMb,
    });
    const sources = [...new Set([...filesAround(code.file), ...code.elsewhere])];
    return { ...handler, functionArn, version, sources, readAt, missingPackages: code.missingPackages };
  } catch (error) {
    const { name, message } = error as Error;
    throw name === "InvalidParameterValueException" ? new CommandError(message, { cause: error }) : error;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
