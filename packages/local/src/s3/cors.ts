import { s3Error } from "./s3-error.ts";
import { childrenOf, readXml, textOf, writeXml, type XmlNode } from "./xml.ts";

/** A rule of a bucket's CORS configuration. */
export interface CorsRule {
  id?: string;
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  exposeHeaders: string[];
  maxAgeSeconds?: number;
}

/** What a browser asks for a page. */
export interface CorsQuestion {
  origin: string;
  method: string;
  /** Of a preflight: the headers that the page wants to send, in lower case. */
  headers: string[];
}

const methods = ["GET", "PUT", "HEAD", "POST", "DELETE"];

/** Reads a CORSConfiguration. @throws {AwsError} MalformedXML, InvalidRequest */
export function readCors(text: string): CorsRule[] {
  const root = readXml(text);
  const rules = childrenOf(root, "CORSRule").map(ruleOf);
  if (root.name !== "CORSConfiguration" || rules.length === 0 || rules.length > 100) throw s3Error("MalformedXML");
  return rules;
}

export function writeCors(rules: readonly CorsRule[]): string {
  return writeXml("CORSConfiguration", {
    CORSRule: rules.map((rule) => ({
      ID: rule.id,
      AllowedMethod: rule.allowedMethods,
      AllowedOrigin: rule.allowedOrigins,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposeHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  });
}

function ruleOf(node: XmlNode): CorsRule {
  const texts = (name: string) => childrenOf(node, name).map(({ text }) => text);
  const [id, maxAge] = [textOf(node, "ID"), textOf(node, "MaxAgeSeconds")];
  const rule = {
    ...(id !== undefined && { id }),
    allowedOrigins: texts("AllowedOrigin"),
    allowedMethods: texts("AllowedMethod"),
    allowedHeaders: texts("AllowedHeader"),
    exposeHeaders: texts("ExposeHeader"),
    ...(maxAge !== undefined && { maxAgeSeconds: Number(maxAge) }),
  };
  if (rule.allowedOrigins.length === 0 || rule.allowedMethods.length === 0 || !/^\d{0,9}$/.test(maxAge ?? ""))
    throw s3Error("MalformedXML");
  const unsupported = rule.allowedMethods.find((method) => !methods.includes(method));
  if (unsupported !== undefined)
    throw s3Error("InvalidRequest", {}, `Found unsupported HTTP method in CORS config. Unsupported method is ${unsupported}`);
  for (const [name, patterns] of [
    ["AllowedOrigin", rule.allowedOrigins],
    ["AllowedHeader", rule.allowedHeaders],
  ] as const) {
    const wild = patterns.find((pattern) => pattern.split("*").length > 2);
    if (wild !== undefined) throw s3Error("InvalidRequest", {}, `${name} "${wild}" can not have more than one wildcard.`);
  }
  return rule;
}

/** The headers by which the first rule that allows it lets a page read an answer; undefined if none does. */
export function corsHeaders(rules: readonly CorsRule[], question: CorsQuestion): Record<string, string> | undefined {
  const rule = rules.find(
    ({ allowedOrigins, allowedMethods, allowedHeaders }) =>
      allowedOrigins.some((pattern) => matches(pattern, question.origin)) &&
      allowedMethods.includes(question.method) &&
      question.headers.every((header) => allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), header))),
  );
  if (!rule) return undefined;
  const isOpen = rule.allowedOrigins.includes("*");
  return {
    "access-control-allow-origin": isOpen ? "*" : question.origin,
    "access-control-allow-methods": rule.allowedMethods.join(", "),
    ...(question.headers.length > 0 && { "access-control-allow-headers": question.headers.join(", ") }),
    ...(rule.exposeHeaders.length > 0 && { "access-control-expose-headers": rule.exposeHeaders.join(", ") }),
    ...(rule.maxAgeSeconds !== undefined && { "access-control-max-age": String(rule.maxAgeSeconds) }),
    ...(!isOpen && { "access-control-allow-credentials": "true" }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}

function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === text;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
