import { like } from "./wildcards.ts";

/**
 * True if a resource is one that a `Resource` element means. Wildcards stay within one of the six parts between an ARN's colons, except
 * for a `*` at the end of a part, which reaches over colons.
 */
export function resourceMatches(pattern: string, resource: string): boolean {
  // Nearly every question is answered by one of these two: no way of reading the stars matches, or the parts do one by one.
  if (pattern === "*" || !like(pattern, resource)) return pattern === "*";
  if (arnLike(pattern, resource)) return true;
  const [start, last] = splitBeforeLast(pattern);
  return startReaches(start, resource).some((end) => like(last, resource.slice(end)));
}

/** An ARN's first five parts with their colons, and the rest. */
function splitBeforeLast(arn: string): [start: string, last: string] {
  const start = /^(?:[^:]*:){0,5}/.exec(arn)?.[0] ?? "";
  return [start, arn.slice(start.length)];
}

/**
 * Every place in a text up to which the first parts of a pattern match it. All ways to match are followed at once, character by
 * character, so the time it takes is the product of both lengths.
 */
function startReaches(pattern: string, text: string): number[] {
  const reaches: number[] = [];
  let open = new Set(withStars(pattern, 0));
  for (let at = 0; at <= text.length && open.size > 0; at++) {
    if (open.has(pattern.length)) reaches.push(at);
    const next = new Set<number>();
    for (const state of open) for (const following of step(pattern, state, text[at])) next.add(following);
    open = next;
  }
  return reaches;
}

/** The places in a pattern that one character of the text leads to. */
function step(pattern: string, state: number, character: string | undefined): number[] {
  const symbol = pattern[state];
  if (character === undefined || symbol === undefined) return [];
  if (symbol === "*") {
    const isAtEndOfPart = pattern[state + 1] === ":" || state + 1 === pattern.length;
    return character !== ":" || isAtEndOfPart ? withStars(pattern, state) : [];
  }
  return symbol === character || (symbol === "?" && character !== ":") ? withStars(pattern, state + 1) : [];
}

/** A place in a pattern, and those behind the stars that it stands before, as a star may stand for nothing. */
function withStars(pattern: string, state: number): number[] {
  return pattern[state] === "*" ? [state, ...withStars(pattern, state + 1)] : [state];
}

/** ArnLike and ArnEquals: the six parts are compared one by one, and no wildcard reaches over a colon but in the last. */
export function arnLike(pattern: string, arn: string): boolean {
  const parts = sixParts(arn);
  const patterns = sixParts(pattern);
  return patterns.length === parts.length && patterns.every((part, index) => like(part, parts[index] as string));
}

/** Partition, service, region and account lie between colons; the rest, with its own colons, is the last part. */
function sixParts(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
