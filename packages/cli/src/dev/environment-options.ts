import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { CommandError, UsageError } from "../errors.ts";

/** What `--env` and `--env-file` give to functions, and what of the files Lambda does not take. */
export interface EnvironmentOptions {
  environment: Record<string, string>;
  /** What a .env file has for other programs: names that Lambda sets itself or does not take, and those that lead the SDK elsewhere. */
  leftOut: string[];
}

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
const reserved =
  /^(_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_LAMBDA_(?!EXEC_WRAPPER$)\w+)$/;

const usable = /^[a-zA-Z]\w+$/;
const leadsElsewhere = /^AWS_(PROFILE|DEFAULT_PROFILE|ENDPOINT_URL(_\w+)?)$/;

/** Reads the values of both options: files in their order, then single values. @throws {UsageError} {CommandError} */
export function environmentOf({
  env = [],
  files = [],
}: {
  env?: string[] | undefined;
  files?: string[] | undefined;
}): EnvironmentOptions {
  const read = Object.assign({}, ...files.map(readEnvFile)) as Record<string, string>;
  const leftOut = Object.keys(read).filter((name) => reserved.test(name) || !usable.test(name) || leadsElsewhere.test(name));
  for (const name of leftOut) delete read[name];
  return { environment: { ...read, ...Object.fromEntries(env.map(variableOf)) }, leftOut };
}

function variableOf(text: string): [name: string, value: string] {
  const [, name, value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`Cannot use the variable '${text}': it must read NAME=VALUE.`);
  if (!usable.test(name))
    throw new UsageError(`Cannot set '${name}': Lambda takes names of two or more letters, digits and _, a letter first.`);
  if (reserved.test(name)) throw new UsageError(`Cannot set ${name}: Lambda sets it itself.`);
  return [name, value];
}

function readEnvFile(file: string): Record<string, string> {
  try {
    return parseEnv(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    throw new CommandError(`Cannot read the environment as there is no readable file '${file}'.`);
  }
}
