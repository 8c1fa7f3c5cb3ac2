/** A statement of an IAM policy, as somebody may have written it. */
export interface AnyStatement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

/** One action on one resource. */
interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly condition: string;
}

/** What differs, statement by statement. */
export interface Difference {
  /** Statements that are needed and of which something is not allowed. */
  readonly missing: readonly AnyStatement[];
  /** Statements that are there and of which something is not needed. */
  readonly superfluous: readonly AnyStatement[];
}

/** Compares what a role may do with what it should. A wildcard allows what it covers, and is superfluous all the same; so is a Deny. */
export function compareStatements(wanted: readonly AnyStatement[], there: readonly AnyStatement[]): Difference {
  const needed = wanted.flatMap(grantsOf);
  const given = there.filter(({ Effect }) => Effect === "Allow").flatMap(grantsOf);
  const denied = there.filter(({ Effect }) => Effect === "Deny").flatMap(grantsOf);
  const isAllowed = (need: Grant) => given.some((each) => covers(each, need)) && !denied.some((each) => covers(each, need));
  const isNeeded = (grant: Grant) =>
    needed.some(
      (need) => same(need.action, grant.action) && need.resource === grant.resource && need.condition === grant.condition,
    );
  return {
    missing: wanted.filter((statement) => !grantsOf(statement).every(isAllowed)),
    superfluous: there.filter((statement) => {
      const grants = grantsOf(statement);
      return statement.Effect !== "Allow" || grants.length === 0 || !grants.every(isNeeded);
    }),
  };
}

function grantsOf({ Action = [], Resource = [], Condition }: AnyStatement): Grant[] {
  const condition = Condition === undefined ? "" : normal(Condition);
  return [Action]
    .flat()
    .flatMap((action) =>
      [Resource].flat().map((resource) => ({ action: String(action), resource: String(resource), condition })),
    );
}

function covers(given: Grant, need: Grant): boolean {
  const unconditional = given.condition === "" || given.condition === need.condition;
  return (
    unconditional && matches(given.action.toLowerCase(), need.action.toLowerCase()) && matches(given.resource, need.resource)
  );
}

/** Whether a pattern with `*` and `?` matches all of a text. */
export function matches(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** A condition as one text: IAM takes a value and a list of one alike, and the keys in any order and case. */
function normal(condition: unknown): string {
  const entries = Object.entries(condition as Record<string, Record<string, unknown>>).flatMap(([operator, values]) =>
    Object.entries(values).map(
      ([key, value]) => `${operator} ${key.toLowerCase()} ${[value].flat().map(String).sort().join(" ")}`,
    ),
  );
  return entries.sort().join("; ");
}
