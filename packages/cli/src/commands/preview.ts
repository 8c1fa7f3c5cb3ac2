import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CommandError, UsageError } from "../errors.ts";
import { defaultEndpoint } from "../local-client.ts";
import { type Options, parse } from "../options.ts";
import { type PreviewMails, previewMails } from "../preview/preview-mails.ts";
import { type PreviewServer, servePreview } from "../preview/preview-server.ts";
import { sampleUsers } from "../preview/sample-users.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";

export const options = {
  file: { type: "string", value: "FILE", default: "onboarding.ts", help: "the onboarding" },
  port: { type: "string", value: "PORT", default: "4601", help: "where the page is; 0 takes a free one" },
  attr: {
    type: "string",
    multiple: true,
    value: "NAME=VALUE",
    help: "an attribute of each sample user, for example custom:plan=pro",
  },
  templates: {
    type: "string",
    value: "FOLDER",
    help: "SES's templates: NAME.json, as create-email-template takes it; else the local AWS's",
  },
  metadata: { type: "string", multiple: true, value: "KEY=VALUE", help: "clientMetadata of each sample user's confirmation" },
} as const satisfies Options;

export const description = `Shows the mails of an onboarding in the browser, for sample users: with and without a name, with one that is not ASCII, with one that is
HTML. The page follows each change of the file. Nothing is sent, and the mail runs no script and loads nothing from the network.`;

export const examples: [string, string][] = [
  ["foyer preview", "all mails of onboarding.ts"],
  ["foyer preview welcome --attr custom:plan=pro", "one mail, for users with a plan"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[STEP]"]);
  const port = portOf(values.port);
  const users = sampleUsers(pairsOf("attr", values.attr), pairsOf("metadata", values.metadata));
  if (!existsSync(values.file))
    throw new CommandError(`Cannot show mails as there is no file '${values.file}' here. Name yours with --file.`);
  using stopping = stopSignal(terminal);
  const stopped = once(stopping.signal, "abort");
  const file = resolve(values.file);
  const outDir = mkdtempSync(join(tmpdir(), "foyer-preview-"));
  let server: PreviewServer | undefined;
  const mails = await previewMails(file, outDir, ({ changed, failure }) => {
    server?.changed();
    const what = changed.length > 0 ? changed.join(", ") : "the onboarding";
    if (failure === undefined) terminal.print(`${terminal.style("cyan", "↻")} ${what} changed`);
    else terminal.complain(`${terminal.style("red", "✗")} ${failure}`);
  });
  try {
    checkStep(mails, positionals[0]);
    server = await servePreview(() => mails, users, port, {
      folder: values.templates,
      endpoint: process.env.AWS_ENDPOINT_URL || defaultEndpoint,
    });
    terminal.print(`ready ${server.url}${positionals[0] === undefined ? "" : `?step=${positionals[0]}`}`);
    await stopped;
    return 0;
  } finally {
    await server?.stop();
    await mails.stop();
  }
}

function checkStep({ steps }: PreviewMails, wanted: string | undefined): void {
  const names = steps.map(({ step }) => step);
  if (wanted === undefined || names.includes(wanted)) return;
  const those = names.length ? `Those that do are ${names.join(", ")}.` : "None of this onboarding does.";
  throw new CommandError(`Cannot show '${wanted}' as no step of that name sends a mail. ${those}`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`Cannot use the port '${text}': it must be a number from 0 to 65535.`);
}

function pairsOf(option: string, pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const mark = pair.indexOf("=");
      if (mark < 1) throw new UsageError(`Cannot use --${option} '${pair}': it must read NAME=VALUE.`);
      return [pair.slice(0, mark), pair.slice(mark + 1)];
    }),
  );
}
