import { isDeepStrictEqual } from "node:util";
import type { Effect, StoredItem } from "./observe.ts";
import type { Run } from "./play.ts";

/** What a situation did to a user, compared with a run in which nothing goes wrong. */
export interface Harm {
  /** What happened more often; `count` is how often in all. */
  doubled: Effect[];
  /** What did not happen. */
  missing: Effect[];
  /** Changes of items that were there: `credits in users counts twice`. */
  changed: Change[];
  /** The error that the user's client got. */
  refusal?: string | undefined;
}

export interface Change {
  table: string;
  /** `overwritten`: what the app had added is gone; `again`: another value than before; `twice`: a number that was counted twice. */
  how: "overwritten" | "again" | "twice";
  /** The attributes that changed. */
  attributes: string[];
}

/** What a confirmation that went wrong did, compared with one that did not. */
export function compare(plain: Run, run: Run): Harm {
  const { refusal } = run;
  return { doubled: above(run, plain), missing: missing(plain, run), changed: countedTwice(plain.items, run.items), refusal };
}

/**
 * What a password reset did to a user who was onboarded before.
 * @param before what there was, with what the app had changed since the sign-up
 */
export function compareReset(before: Run, after: Run): Harm {
  const known = before.effects.map(identity);
  const doubled = above(after, before).filter((effect) => known.includes(identity(effect)));
  // A group is a set: what is counted is that it came back.
  const back = after.effects.filter((effect) => effect.kind === "group");
  return {
    doubled: [...doubled, ...back],
    missing: [],
    changed: before.items.flatMap((item) => changeOf(item, after.items)),
    refusal: after.refusal,
  };
}

/** True if it is as it should be. */
export function isHarmless({ doubled, missing, changed, refusal }: Harm): boolean {
  return doubled.length + missing.length + changed.length === 0 && refusal === undefined;
}

/** The attribute that stands for all that an app writes into an item after the sign-up. */
export const laterAttribute = "foyer_check_later";

function identity({ kind, name }: Effect): string {
  return `${kind} ${name}`;
}

function countOf({ effects }: Run, effect: Effect): number {
  return effects.find((other) => identity(other) === identity(effect))?.count ?? 0;
}

/** Setting an attribute again, or adding to a group, does nothing the second time. */
function isRepeatable({ kind, name }: Effect): boolean {
  return kind === "group" || (kind === "call" && /^Admin(?:Update|Set|Enable|Disable)/.test(name));
}

function above(run: Run, plain: Run): Effect[] {
  return run.effects.filter((effect) => !isRepeatable(effect) && effect.count > countOf(plain, effect));
}

function missing(plain: Run, run: Run): Effect[] {
  return plain.effects.filter((effect) => effect.count > countOf(run, effect));
}

/** Numbers that a second attempt has added once more. */
function countedTwice(plain: StoredItem[], items: StoredItem[]): Change[] {
  return plain.flatMap(({ table, attributes }) => {
    const same = onlyOne(plain, table) && onlyOne(items, table);
    const names = Object.keys(attributes).filter((name) => {
      const times = Number(same?.attributes[name]?.N) / Number(attributes[name]?.N);
      return times === 2 || times === 3;
    });
    return names.length > 0 ? [{ table, how: "twice" as const, attributes: names }] : [];
  });
}

/** The item of a table that has one: which of several is which cannot be told, as each run has a user of its own. */
function onlyOne(items: StoredItem[], of: string): StoredItem | undefined {
  const [first, ...others] = items.filter(({ table }) => table === of);
  return others.length === 0 ? first : undefined;
}

function changeOf(before: StoredItem, items: StoredItem[]): Change[] {
  const after = items.find(({ table, id }) => table === before.table && id === before.id);
  if (!after) return [{ table: before.table, how: "overwritten", attributes: [] }];
  const names = Object.keys(after.attributes).filter(
    (name) => !isDeepStrictEqual(after.attributes[name], before.attributes[name]),
  );
  if (!Object.hasOwn(after.attributes, laterAttribute)) return [{ table: before.table, how: "overwritten", attributes: names }];
  return names.length ? [{ table: before.table, how: "again", attributes: names }] : [];
}
