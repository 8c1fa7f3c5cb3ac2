import { readFileSync } from "node:fs";

/**
 * What AWS asks of the values in a service's requests beyond their types, as `npm run generate` writes it. What nothing constrains
 * is absent; which members are required, and what lists of structures hold, the wire model says.
 */
export interface Constraints {
  /** The operations that AWS runs only for a signed request. */
  signed: string[];
  /** Structure to member to the name of its shape. */
  structures: Record<string, Record<string, string>>;
  shapes: Record<string, ShapeConstraint>;
}

export interface ShapeConstraint {
  /** Characters of a string, bytes of a blob, elements of a list or map; the value of a number. */
  min?: number;
  max?: number;
  /** Of a whole string, as Java writes it. */
  pattern?: string;
  enum?: string[];
  /** Its value is in no message. */
  sensitive?: boolean;
  /** A number without a fraction, of so many bits. */
  whole?: 32 | 53;
  /** Lists: the shape of what they hold. */
  element?: string;
  /** Maps: the shapes of both sides. */
  key?: string;
  value?: string;
}

const constrained: ReadonlySet<string> = new Set(["cognito-idp", "cognito-identity"]);
const none: Constraints = { signed: [], structures: {}, shapes: {} };
const tables = new Map<string, Constraints>();

/** The constraints of a service by its endpoint prefix, read at first use (under 1 ms); of a service without a table, none. */
export function loadConstraints(service: string): Constraints {
  if (!constrained.has(service)) return none;
  let table = tables.get(service);
  if (!table) {
    table = JSON.parse(readFileSync(new URL(`${service}.constraints.json`, import.meta.url), "utf8")) as Constraints;
    tables.set(service, table);
  }
  return table;
}
