/**
 * Writes `packages/local/src/model/<service>.constraints.json`, what AWS asks of the values in a request beyond their types, from
 * the facts in `scripts/constraints/<service>.json`. With `--check` it writes nothing and fails if the file on disk differs.
 * `--from <file>` first renews the facts of the service that the file is named after from an extract of AWS's published model.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { Constraints, ShapeConstraint } from "../packages/local/src/model/constraints.ts";
import type { Facts, Shape } from "./constraints/facts.ts";

const { values: options } = parseArgs({ options: { check: { type: "boolean" }, from: { type: "string" } } });
const services = ["cognito-idp", "cognito-identity"];
const factsFile = (service: string) => new URL(`constraints/${service}.json`, import.meta.url);
const tableFile = (service: string) => new URL(`../packages/local/src/model/${service}.constraints.json`, import.meta.url);

/** Where a service was seen to answer otherwise than its published model says. */
const corrections: Record<string, Partial<Shape>> = {
  // A space inside a password is allowed.
  PasswordType: { pattern: "^[\\S]+.*[\\S]+$" },
  // A domain of one's own has dots.
  DomainType: { pattern: "^[a-z0-9](?:[a-z0-9\\-.]{0,61}[a-z0-9])?$" },
  // Its value is in the messages: it is public, in every web page that signs users in.
  ClientIdType: { sensitive: false },
};

if (options.from !== undefined) {
  const service = basename(options.from, ".json");
  if (!services.includes(service)) throw new Error(`No constraints of ${service} are kept`);
  writeFileSync(factsFile(service), linesOf(selectFacts(JSON.parse(readFileSync(options.from, "utf8")))));
}
for (const service of services) {
  const table = tableOf(JSON.parse(readFileSync(factsFile(service), "utf8")) as Facts);
  const text = linesOf(table);
  if (!options.check) {
    writeFileSync(tableFile(service), text);
    console.log(`${service}: constraints of ${Object.keys(table.structures).length} structures`);
  } else if (readFileSync(tableFile(service), "utf8") !== text) {
    console.error(`stale: ${service}.constraints.json differs from scripts/constraints/${service}.json; run npm run generate`);
    process.exitCode = 1;
  }
}

/** What is needed of a model: its operations, and the structures and shapes that their inputs reach. */
function selectFacts(model: Facts): Facts {
  const facts: Facts = { operations: {}, structures: {}, shapes: {} };
  const add = (name: string) => {
    if (name in facts.structures || name in facts.shapes) return;
    const { [name]: structure } = model.structures;
    const { [name]: shape } = model.shapes;
    if (structure) {
      facts.structures[name] = structure;
      for (const member of Object.values(structure.members)) add(member);
    } else if (shape) {
      facts.shapes[name] = shape;
      for (const part of [shape.member, shape.key, shape.value]) if (part !== undefined) add(part);
    } else throw new Error(`The model names ${name} and does not have it`);
  };
  for (const [name, { input, signed, errors }] of Object.entries(model.operations)) {
    facts.operations[name] = { input, signed, errors };
    if (input !== null) add(input);
  }
  return { operations: facts.operations, structures: sorted(facts.structures), shapes: sorted(facts.shapes) };
}

/** The facts as the endpoint reads them: without what constrains nothing, and without what the wire model says. */
function tableOf(facts: Facts): Constraints {
  const shapes = Object.entries(facts.shapes).map(([name, shape]) => [name, constraintOf({ ...shape, ...corrections[name] })]);
  const used = Object.fromEntries(shapes.filter(([, constraint]) => constraint !== undefined)) as Record<string, ShapeConstraint>;
  const structures: Constraints["structures"] = {};
  for (const [name, { members }] of Object.entries(facts.structures)) {
    const constrained = Object.entries(members).filter(([, shape]) => shape in used);
    if (constrained.length > 0) structures[name] = Object.fromEntries(constrained);
  }
  const signed = Object.keys(facts.operations).filter((name) => facts.operations[name]?.signed);
  return { signed, structures, shapes: used };

  function constraintOf({ type, member, key, value, ...bounds }: Shape): ShapeConstraint | undefined {
    const constraint: ShapeConstraint = Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== false));
    if (type === "integer" || type === "long") constraint.whole = type === "integer" ? 32 : 53;
    const named = { element: member, key, value };
    for (const [part, shape] of Object.entries(named) as [keyof typeof named, string | undefined][])
      if (shape !== undefined && facts.shapes[shape] && constraintOf(facts.shapes[shape])) constraint[part] = shape;
    return Object.keys(constraint).length > 0 ? constraint : undefined;
  }
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** JSON of one line an entry: small, and a change is one line of a diff. */
function linesOf(record: object): string {
  const parts = Object.entries(record).map(([name, value]) => {
    if (Array.isArray(value)) return `"${name}":${JSON.stringify(value)}`;
    const entries = Object.entries(value as object).map(([key, entry]) => `"${key}":${JSON.stringify(entry)}`);
    return `"${name}":{\n${entries.join(",\n")}\n}`;
  });
  return `{\n${parts.join(",\n")}\n}\n`;
}
