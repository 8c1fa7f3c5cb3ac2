import { commands } from "./command-table.ts";
import { CommandError, UsageError } from "./errors.ts";
import { commandHelp, overview } from "./help.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Runs one command line, the words after `foyer`. Whatever fails becomes a sentence on `terminal.complain`; FOYER_DEBUG=1
 * adds the stack trace.
 * @returns the exit code: 0 it worked, 1 it did not, 2 the command line is wrong.
 */
export async function run(words: string[], terminal: Terminal): Promise<number> {
  const [name, ...args] = words;
  try {
    if (name === undefined || name === "--help" || name === "-h") return print(terminal, overview(terminal));
    if (name === "--version") return print(terminal, await version());
    if (name === "help") return print(terminal, args[0] ? await helpOf(args[0], terminal) : overview(terminal));
    if (args.includes("--help") || args.includes("-h")) return print(terminal, await helpOf(name, terminal));
    const module = await commandNamed(name).load();
    return await module.run(args, terminal);
  } catch (error) {
    return explain(error, name, terminal);
  }
}

function print(terminal: Terminal, text: string): number {
  terminal.print(text);
  return 0;
}

function commandNamed(name: string) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command '${name}'. The commands are ${Object.keys(commands).join(", ")}.`);
  return command;
}

async function helpOf(name: string, terminal: Terminal): Promise<string> {
  const command = commandNamed(name);
  return commandHelp(command, await command.load(), terminal);
}

async function version(): Promise<string> {
  const { default: manifest } = await import("../package.json", { with: { type: "json" } });
  return manifest.version;
}

function explain(error: unknown, name: string | undefined, terminal: Terminal): number {
  if (process.env.FOYER_DEBUG === "1" && error instanceof Error) terminal.complain(error.stack ?? error.message);
  if (error instanceof UsageError) {
    const known = name !== undefined && Object.hasOwn(commands, name);
    terminal.complain(`${error.message}\nSee \`foyer help${known ? ` ${name}` : ""}\`.`);
    return 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.complain(message);
  if (!(error instanceof CommandError)) terminal.complain("FOYER_DEBUG=1 shows where this came from.");
  return 1;
}
