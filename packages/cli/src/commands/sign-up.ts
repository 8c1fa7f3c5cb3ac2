import { UsageError } from "../errors.ts";
import { connect } from "../local-client.ts";
import { endpointOption, jsonOption, type Options, parse } from "../options.ts";
import { followUser } from "../play/follow-user.ts";
import { madeUpPassword, resetPassword, signUp } from "../play/play-user.ts";
import type { Terminal } from "../terminal.ts";
import { printTimeline } from "../timeline/print-timeline.ts";
import { rowsOfTimeline } from "../timeline/rows-of-timeline.ts";

export const options = {
  attr: { type: "string", multiple: true, value: "NAME=VALUE", help: "a further attribute, for example name='Ada Lovelace'" },
  metadata: {
    type: "string",
    multiple: true,
    value: "NAME=VALUE",
    help: "clientMetadata of the call that confirms, for example plan=trial",
  },
  password: { type: "string", value: "PASSWORD", help: "the password to set (else one is made up)" },
  "admin-confirm": { type: "boolean", help: "confirm as an administrator, without a code" },
  reset: { type: "boolean", help: "play a password reset of a user who is there already" },
  ...jsonOption,
  ...endpointOption,
} as const satisfies Options;

export const description =
  "Plays a user against the local AWS: signs up, reads the code from the inbox, confirms, signs in, waits until the\nonboarding has done what can be done now, and prints the timeline.";

export const examples: [string, string][] = [
  ["foyer sign-up ada@example.com --attr name='Ada Lovelace'", "a new user from sign-up to sign-in"],
  ["foyer sign-up ada@example.com --metadata plan=trial", "the same, with what a pricing page says at the confirmation"],
  ["foyer sign-up ada@example.com --admin-confirm", "the same, confirmed by an administrator"],
  ["foyer sign-up ada@example.com --reset", "a password reset of that user"],
];

// Real time. Cognito's three attempts of five seconds each fit in.
const timeoutMs = 30_000;

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["EMAIL"]);
  if (values.reset && (values.attr || values["admin-confirm"]))
    throw new UsageError("--reset goes with neither --attr nor --admin-confirm.");
  const email = positionals[0] as string;
  const player = {
    email,
    password: values.password ?? madeUpPassword(),
    attributes: pairsOf("attribute", values.attr),
    metadata: pairsOf("metadata", values.metadata),
  };
  const local = await connect(values.endpoint);
  const followed = await followUser(
    local,
    (events) =>
      values.reset
        ? resetPassword(local, events, player)
        : signUp(local, events, player, { adminConfirm: values["admin-confirm"] === true }),
    timeoutMs,
  );
  const { sub, groups, refusal, timeline, settled } = followed;
  if (values.json) terminal.print(JSON.stringify({ email, sub, groups, refusal, settled, timeline }, null, 2));
  else {
    const rows = rowsOfTimeline(timeline, { steps: local.config.steps });
    terminal.print(printTimeline({ title: email, sub, rows }, terminal));
    if (values.password === undefined) terminal.print(`\n  ${terminal.style("dim", `password ${player.password}`)}`);
  }
  if (refusal) terminal.complain(`The trigger failed, and the client was told so: ${refusal}`);
  if (!settled) terminal.complain(`Not finished after ${timeoutMs / 1000} s. Look again with \`foyer status ${email}\`.`);
  return settled && !refusal ? 0 : 1;
}

function pairsOf(what: string, pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const mark = pair.indexOf("=");
      if (mark < 1) throw new UsageError(`Cannot use the ${what} '${pair}': it must read NAME=VALUE.`);
      return [pair.slice(0, mark), pair.slice(mark + 1)];
    }),
  );
}
