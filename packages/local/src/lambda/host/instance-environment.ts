import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import type { FunctionVersion } from "../function-versions.ts";

/** The temporary credentials of one instance, by which its requests are known. */
export interface InstanceCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** What an instance needs to know of its surroundings. */
export interface InstancePlace {
  instanceId: string;
  region: string;
  /** The one endpoint of every service. */
  endpointUrl: string;
  taskRoot: string;
  runtimeDir: string;
  /** The folder for temporary files. */
  temporary: string;
  logStreamName: string;
  credentials: InstanceCredentials;
  /** Runtimes refuse what Lambda's refuse: callback handlers from Node.js 24 on. */
  strictRuntimes: boolean;
}

export function createCredentials(): InstanceCredentials {
  // Access key ids are 20 characters of base 32; those of temporary credentials start with ASIA.
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return {
    accessKeyId: `ASIA${[...randomBytes(16)].map((byte) => letters[byte % 32]).join("")}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(96).toString("base64"),
  };
}

/** `/aws/lambda/welcome` */
export function logGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/**
 * The environment of a function's process: Lambda's variables and the function's own. Of this process it has only what
 * programs need to be found and to put files aside, so that nothing works here that is not there on AWS.
 */
export function environmentOf(version: FunctionVersion, place: InstancePlace): Record<string, string> {
  const { credentials, endpointUrl } = place;
  return {
    ...inherited(),
    // Keeps the SDK from reading the developer's own ~/.aws.
    HOME: tmpdir(),
    TMPDIR: place.temporary,
    TEMP: place.temporary,
    AWS_ENDPOINT_URL: endpointUrl,
    ...version.environment,
    LANG: "en_US.UTF-8",
    TZ: version.environment.TZ ?? ":UTC",
    _HANDLER: version.handler,
    LAMBDA_TASK_ROOT: place.taskRoot,
    LAMBDA_RUNTIME_DIR: place.runtimeDir,
    AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}`,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_LAMBDA_FUNCTION_NAME: version.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupName(version.functionName),
    AWS_LAMBDA_LOG_STREAM_NAME: place.logStreamName,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_RUNTIME_API: `${endpointUrl.replace(/^https?:\/\//, "")}/_runtime/${place.instanceId}`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    ...(place.strictRuntimes && nodeMajor(version.runtime) >= 24 && { FOYER_STRICT_RUNTIME: "1" }),
  };
}

function nodeMajor(runtime: string): number {
  return Number(/^nodejs(\d+)\.x$/.exec(runtime)?.[1] ?? 0);
}

function inherited(): Record<string, string> {
  const names = ["PATH", "SystemRoot"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
