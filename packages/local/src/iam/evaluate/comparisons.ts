import { BlockList, isIP } from "node:net";
import { arnLike } from "./arns.ts";
import { like, withoutEscapes } from "./wildcards.ts";

/** Compares what a policy wants with what a request gives. */
export type Comparison = (wanted: string, given: string) => boolean;

/** Those whose wanted value is a pattern, in which policy variables stand for values. */
export const ofPatterns: ReadonlyMap<string, Comparison> = table({
  stringequals: (wanted, given) => withoutEscapes(wanted) === given,
  stringequalsignorecase: (wanted, given) => withoutEscapes(wanted).toLowerCase() === given.toLowerCase(),
  stringlike: like,
  arnequals: arnLike,
  arnlike: arnLike,
  bool: (wanted, given) => withoutEscapes(wanted).toLowerCase() === given.toLowerCase(),
});

/** Those whose wanted value is what is written. */
export const ofTexts: ReadonlyMap<string, Comparison> = table({
  numericequals: (wanted, given) => number(given) === number(wanted),
  numericlessthan: (wanted, given) => number(given) < number(wanted),
  numericlessthanequals: (wanted, given) => number(given) <= number(wanted),
  numericgreaterthan: (wanted, given) => number(given) > number(wanted),
  numericgreaterthanequals: (wanted, given) => number(given) >= number(wanted),
  dateequals: (wanted, given) => time(given) === time(wanted),
  datelessthan: (wanted, given) => time(given) < time(wanted),
  datelessthanequals: (wanted, given) => time(given) <= time(wanted),
  dategreaterthan: (wanted, given) => time(given) > time(wanted),
  dategreaterthanequals: (wanted, given) => time(given) >= time(wanted),
  binaryequals: (wanted, given) => Buffer.from(wanted, "base64").equals(Buffer.from(given, "base64")),
  ipaddress: isInRange,
});

/** Negated operators by what they negate. */
export const negations: ReadonlyMap<string, string> = table({
  stringnotequals: "stringequals",
  stringnotequalsignorecase: "stringequalsignorecase",
  stringnotlike: "stringlike",
  arnnotequals: "arnequals",
  arnnotlike: "arnlike",
  numericnotequals: "numericequals",
  datenotequals: "dateequals",
  notipaddress: "ipaddress",
});

function table<T>(entries: Record<string, T>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries));
}

function number(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** Milliseconds since the epoch of an ISO 8601 date, or of seconds since the epoch; four digits are a year. */
function time(text: string): number {
  return /^\d{5,}(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** @param range an address, or one with the length of its prefix: `203.0.113.0/24`, `2001:db8::/32`. */
function isInRange(range: string, address: string): boolean {
  const [network = "", prefix] = range.split("/", 2);
  const family = isIP(network);
  if (family === 0) return false;
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : number(prefix);
  if (!Number.isInteger(length) || length < 0 || length > bits) return false;
  const list = new BlockList();
  const type = family === 4 ? "ipv4" : "ipv6";
  list.addSubnet(network, length, type);
  return list.check(address, type);
}
