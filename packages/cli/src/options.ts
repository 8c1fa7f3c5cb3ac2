import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { UsageError } from "./errors.ts";

/** One option of a command: what `parseArgs` needs, and what the help says. */
export interface Option {
  type: "string" | "boolean";
  multiple?: boolean;
  /** What stands for the value in the help: `PORT`. */
  value?: string;
  /** The value when the option is absent; also shown in the help. */
  default?: string;
  help: string;
}

export type Options = Record<string, Option>;

/** The options of every command that talks to a running local AWS. */
export const endpointOption = {
  endpoint: {
    type: "string",
    value: "URL",
    help: "the local AWS to talk to (else AWS_ENDPOINT_URL, else http://127.0.0.1:4600)",
  },
} as const satisfies Options;

export const jsonOption = {
  json: { type: "boolean", help: "print one JSON document for scripts" },
} as const satisfies Options;

/**
 * Reads a command's arguments.
 * @param names the names of the positional arguments, `[file]` for one that may be absent.
 * @throws {UsageError} naming what exists, when an argument is unknown, lacks its value or is too many.
 */
export function parse<const T extends Options>(args: string[], options: T, names: string[]) {
  type Config = { args: string[]; options: T & ParseArgsOptionsConfig; allowPositionals: true };
  let parsed: ReturnType<typeof parseArgs<Config>>;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true } as unknown as Config);
  } catch (error) {
    throw new UsageError(explain(error as NodeJS.ErrnoException, args, options));
  }
  const surplus = parsed.positionals[names.length];
  if (surplus !== undefined) {
    throw new UsageError(
      `Cannot use the argument '${surplus}': ${names.length ? `only ${names.join(" ")} is expected` : "no argument is expected"}.`,
    );
  }
  const missing = names[parsed.positionals.length];
  if (missing !== undefined && !missing.startsWith("[")) throw new UsageError(`${missing} is missing.`);
  return parsed;
}

function explain(error: NodeJS.ErrnoException, args: string[], options: Options): string {
  const known = Object.keys(options).map((name) => `--${name}`);
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const unknown = args.find((arg) => arg.startsWith("-") && !known.includes(arg.split("=")[0] ?? arg));
    return `There is no option '${unknown?.split("=")[0]}'. The options are ${[...known, "--help"].join(", ")}.`;
  }
  // parseArgs says "Option '--port <value>' argument missing", which reads well; only its first line is for users.
  return (error.message.split("\n")[0] ?? "").replace(/\.?$/, ".");
}
