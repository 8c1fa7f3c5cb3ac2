import { type Command, type CommandModule, commands } from "./command-table.ts";
import type { Option } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** What `foyer` and `foyer help` print. */
export function overview({ style }: Terminal): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${style("bold", name.padEnd(width))}   ${summary}`);
  return [
    `${style("bold", "foyer")}: what happens after an Amazon Cognito user confirms`,
    "",
    `${style("dim", "Usage")}  foyer <command> [options]`,
    "",
    ...rows,
    "",
    `Start with ${style("bold", "foyer dev")}, then ${style("bold", "foyer help <command>")} for the rest.`,
  ].join("\n");
}

/** What `foyer help <command>` and `foyer <command> --help` print. */
export function commandHelp(command: Command, module: CommandModule, { style }: Terminal): string {
  const options = Object.entries(module.options).map(([name, option]) => [signature(name, option), sentence(option)] as const);
  const optionRows = columns([...options, ["--help", "print this text"]], (text) => style("bold", text));
  const exampleRows = columns(
    module.examples,
    (text) => text,
    (text) => style("dim", text),
  );
  return [
    `${style("bold", command.usage)}`,
    "",
    module.description,
    "",
    style("dim", "Options"),
    ...optionRows,
    "",
    style("dim", "Examples"),
    ...exampleRows,
    "",
    style("dim", "Exit codes: 0 it worked, 1 it did not, 2 the command line is wrong."),
  ].join("\n");
}

function signature(name: string, { value }: Option): string {
  return value ? `--${name} ${value}` : `--${name}`;
}

function sentence(option: Option): string {
  const notes = [option.multiple && "may be repeated", option.default !== undefined && `default ${option.default}`].filter(
    Boolean,
  );
  return notes.length ? `${option.help} (${notes.join(", ")})` : option.help;
}

function columns(
  rows: readonly (readonly [string, string])[],
  left: (text: string) => string,
  right: (text: string) => string = (text) => text,
): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${left(first.padEnd(width))}   ${right(second)}`);
}
