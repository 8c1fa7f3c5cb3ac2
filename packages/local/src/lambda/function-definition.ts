import { AwsError } from "../endpoint/aws-error.ts";
import { checkRuntime } from "./host/runtimes.ts";

/** What `deploy` takes. */
export interface FunctionDefinition extends ConfigurationInput {
  functionName: string;
  /** The folder of the code; it is copied, so that a version keeps the code it was published with. */
  codeDir: string;
}

/** How a function is to run; what is left out has Lambda's default. */
export interface ConfigurationInput {
  /** File and export: `index.handler`. */
  handler: string;
  /** Default `nodejs24.x`. Every Node runtime runs on the Node that runs Foyer, every Python runtime on this machine's `python3`. */
  runtime?: string | undefined;
  environment?: Record<string, string> | undefined;
  /** Default 3; at most 900. */
  timeoutSeconds?: number | undefined;
  /** Default 128; it also bounds the heap, as on Lambda. */
  memoryMb?: number | undefined;
  /** Makes it a durable function. */
  durable?: DurableConfig | undefined;
  description?: string | undefined;
  /** The ARN of the role that it runs as. */
  role?: string | undefined;
  /** The ARN of the queue for asynchronous events that failed. */
  deadLetterArn?: string | undefined;
}

export interface DurableConfig {
  executionTimeoutSeconds: number;
  /** 1 to 90. */
  retentionDays: number;
}

/** A definition without the code and with its defaults: what a version is configured with. */
export interface FunctionConfiguration {
  handler: string;
  runtime: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  durable?: DurableConfig | undefined;
  description?: string | undefined;
  role?: string | undefined;
  deadLetterArn?: string | undefined;
}

/** @throws {AwsError} InvalidParameterValueException for a name that no function can have */
export function checkFunctionName(functionName: string): void {
  check(/^[a-zA-Z0-9-_]{1,64}$/.test(functionName), "functionName", functionName, "1 to 64 of [a-zA-Z0-9-_]");
}

/**
 * Checks a configuration and fills in Lambda's defaults.
 * @throws {AwsError} InvalidParameterValueException
 */
export function configurationOf(input: ConfigurationInput): FunctionConfiguration {
  const { handler, runtime = "nodejs24.x", environment = {}, timeoutSeconds = 3, memoryMb = 128 } = input;
  check(/^[^\s]{1,128}$/.test(handler), "handler", handler, "1 to 128 characters without a space");
  checkRuntime(runtime);
  check(timeoutSeconds > 0 && timeoutSeconds <= 900, "timeoutSeconds", timeoutSeconds, "above 0 and at most 900");
  check(Number.isInteger(memoryMb) && memoryMb >= 128 && memoryMb <= 10_240, "memoryMb", memoryMb, "128 to 10240");
  for (const name of Object.keys(environment)) {
    check(
      /^[a-zA-Z]\w+$/.test(name) && !isReserved(name),
      "environment",
      name,
      "named by two or more of [a-zA-Z0-9_] from a letter on, and not as Lambda's own",
    );
  }
  const { durable, description, role, deadLetterArn } = input;
  return {
    handler,
    runtime,
    environment,
    timeoutSeconds,
    memoryMb,
    ...(durable && { durable }),
    ...(description && { description }),
    ...(role && { role }),
    ...(deadLetterArn && { deadLetterArn }),
  };
}

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
const reserved = new Set(["_HANDLER", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_ACCESS_KEY"]);
reserved.add("AWS_ACCESS_KEY_ID").add("AWS_SECRET_ACCESS_KEY").add("AWS_SESSION_TOKEN");
reserved.add("LAMBDA_TASK_ROOT").add("LAMBDA_RUNTIME_DIR");

function isReserved(name: string): boolean {
  return reserved.has(name) || (name.startsWith("AWS_LAMBDA_") && name !== "AWS_LAMBDA_EXEC_WRAPPER");
}

function check(holds: boolean, name: string, value: unknown, rule: string): void {
  if (!holds) {
    throw new AwsError(
      "InvalidParameterValueException",
      `Cannot configure the function as '${name}' must be ${rule}: current value is '${value}'`,
    );
  }
}
