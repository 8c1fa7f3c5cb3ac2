import { like, plainLength } from "./wildcards.ts";

/**
 * True if a resource is one that a `Resource` element means. Wildcards stay within one of the six parts between an ARN's colons, except
 * for a `*` at the end of a part, which reaches over colons.
 */
export function resourceMatches(pattern: string, resource: string): boolean {
  const plain = plainLength(pattern);
  if (pattern === "*" || pattern === resource) return true;
  if (plain === pattern.length || !resource.startsWith(pattern.slice(0, plain))) return false;
  return partsMatch(
    sixParts(pattern),
    sixParts(resource).flatMap((part, index) => (index === 5 ? part.split(":") : part)),
  );
}

function partsMatch([pattern = "", ...others]: readonly string[], parts: readonly string[]): boolean {
  if (others.length === 0) return like(pattern, parts.join(":"));
  const reach = pattern.endsWith("*") ? parts.length : 1;
  for (let count = 1; count <= reach; count++) {
    if (like(pattern, parts.slice(0, count).join(":")) && partsMatch(others, parts.slice(count))) return true;
  }
  return false;
}

/** ArnLike and ArnEquals: the six parts are compared one by one, and no wildcard reaches over a colon but in the last. */
export function arnLike(pattern: string, arn: string): boolean {
  const parts = sixParts(arn);
  const patterns = sixParts(pattern);
  return patterns.length === parts.length && patterns.every((part, index) => like(part, parts[index] as string));
}

/** Partition, service, region and account lie between colons; the rest, with its own colons, is the last part. */
export function sixParts(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
