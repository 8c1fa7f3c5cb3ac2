import { type Command, type CommandModule, commands } from "./command-table.ts";
import type { Option } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { wrapped } from "./wrapped.ts";

// A wider terminal does not make a text easier to read.
const widest = 100;

/** What `foyer` and `foyer help` print. */
export function overview({ style, columns }: Terminal): string {
  const summaries = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const);
  const rows = table(summaries, columns, (text) => style("bold", text));
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
export function commandHelp(command: Command, module: CommandModule, { style, columns }: Terminal): string {
  const options = Object.entries(module.options).map(([name, option]) => [signature(name, option), sentence(option)] as const);
  return [
    `${style("bold", command.usage)}`,
    "",
    ...prose(module.description, columns),
    "",
    style("dim", "Options"),
    ...table([...options, ["--help", "print this text"]], columns, (text) => style("bold", text)),
    "",
    style("dim", "Examples"),
    ...table(
      module.examples,
      columns,
      (text) => text,
      (text) => style("dim", text),
    ),
    "",
    ...prose("Exit codes: 0 it worked, 1 it did not, 2 the command line is wrong.", columns).map((line) => style("dim", line)),
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

/** Fills lines with the sentences of a text. Its tables, whose lines are indented, stay as they are unless they are too wide. */
function prose(text: string, columns: number): string[] {
  const lines = text.replace(/(?<=^\S.*)\n(?=\S)|(?<=,)\n +/gm, " ").split("\n");
  return lines.flatMap((line) => {
    const [, head = "", rest = ""] = /^((?: {2,}(?:\S.*? {2,})?)?)(.*)$/.exec(line) ?? [];
    return wrapped(head, head.length, rest, Math.min(columns, widest));
  });
}

/** Two columns; where the second would be squeezed, it stands below the first. */
function table(
  rows: readonly (readonly [string, string])[],
  columns: number,
  left: (text: string) => string,
  right: (text: string) => string = (text) => text,
): string[] {
  const all = Math.min(columns, widest);
  const width = Math.max(...rows.map(([first]) => first.length));
  const indent = width + 5;
  if (all - indent < 30 && rows.some(([, second]) => indent + second.length > all))
    return rows.flatMap(([first, second]) => [`  ${left(first)}`, ...wrapped("      ", 6, second, all).map(right)]);
  return rows.flatMap(([first, second]) => {
    const [line = "", ...more] = wrapped("", 0, second, all - indent);
    return [`  ${left(first.padEnd(width))}   ${right(line)}`, ...more.map((text) => " ".repeat(indent) + right(text))];
  });
}
