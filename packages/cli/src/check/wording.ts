import type { Change } from "./compare.ts";
import type { Effect } from "./observe.ts";
import type { Finding } from "./situations.ts";

/** What stands for no harm at all. */
export const harmless = "nothing doubles, nothing is missing";

/** An effect as a thing: `mail "Welcome"`. */
export function thing({ kind, name }: Effect): string {
  return things[kind](name);
}

/** What a situation did, each a part of a sentence about the function. */
export function partsOf({ kind, doubled, missing, changed, refusal }: Finding): string[] {
  const parts = [
    ...doubled.map(kind === "reset" ? again : twice),
    ...changed.map(change),
    ...(missing.length > 0 ? [`half-done: ${missing.map(lack).join(", ")}`] : []),
  ];
  if (refusal === undefined) return parts.length > 0 ? parts : [harmless];
  if (kind === "reset") return [...parts, "the user sees an error, though the password was changed"];
  return [...parts, parts.length > 0 ? "the user sees an error" : "all is done, yet the user sees an error"];
}

/** `a, b and c` */
export function list(words: string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

const things: Record<Effect["kind"], (name: string) => string> = {
  mail: (name) => `mail ${name}`,
  item: (name) => `item in ${name}`,
  group: (name) => `group ${name}`,
  event: (name) => `event ${name}`,
  message: (name) => `message to ${name}`,
  invocation: (name) => `invocation of ${name}`,
  call: (name) => name,
};

function lack(effect: Effect): string {
  return effect.kind === "group" ? `not in ${thing(effect)}` : `no ${thing(effect)}`;
}

function again(effect: Effect): string {
  const { kind, name } = effect;
  if (kind === "mail") return `sends ${name} again`;
  if (kind === "item") return `puts another item into ${name}`;
  if (kind === "group") return `puts the user back into group ${name}, though an administrator had taken them out`;
  return `${thing(effect)} again`;
}

function twice(effect: Effect): string {
  const { kind, name, count } = effect;
  const times = count === 2 ? "twice" : `${count} times`;
  if (kind === "mail") return `sends ${name} ${times}`;
  if (kind === "item") return `${count} items in ${name}`;
  return `${thing(effect)} ${times}`;
}

function change({ table, how, attributes }: Change): string {
  const which = list(attributes);
  if (how === "twice") return `counts ${which} in ${table} twice`;
  if (how === "again") return `changes ${which} in ${table}`;
  const anew = attributes.length > 0 ? `${which} ${attributes.length === 1 ? "is" : "are"} new, and ` : "";
  return `overwrites the item in ${table}: ${anew}what the app has written since is lost`;
}
