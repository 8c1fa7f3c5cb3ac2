import { type Constraints, loadConstraints, type ShapeConstraint } from "../../model/constraints.ts";
import type { Member, ServiceModel } from "../../model/service-model.ts";
import { AwsError } from "../aws-error.ts";
import { type Measured, rulesOf } from "./shape-rules.ts";
import { type Shown, show, Violations } from "./violations.ts";

/** Looks at a present value and notes what is wrong with it. */
type Check = (value: unknown, path: string, violations: Violations) => void;

/** A service's checks, each built when a request first needs it. */
interface Checks {
  model: ServiceModel;
  constraints: Constraints;
  structures: Map<string, Check>;
}

const services = new Map<ServiceModel, Checks>();

/**
 * Refuses an input that breaks its model, in AWS's words and all of its faults at once, in the model's order:
 * `2 validation errors detected: Value null at 'username' failed to satisfy constraint: Member must not be null; …`.
 * @param structure the input's name in the model.
 * @throws {AwsError} InvalidParameterException, or what the service calls it; SerializationException for a number that is not whole.
 */
export function checkInput(model: ServiceModel, structure: string, input: unknown): void {
  let checks = services.get(model);
  if (!checks) {
    checks = { model, constraints: loadConstraints(model.service), structures: new Map() };
    services.set(model, checks);
  }
  const violations = new Violations();
  structureCheck(checks, structure)(input, "", violations);
  violations.throwIfAny(model.service);
}

function structureCheck(checks: Checks, name: string): Check {
  let check = checks.structures.get(name);
  if (!check) {
    check = createStructureCheck(checks, name);
    checks.structures.set(name, check);
  }
  return check;
}

function createStructureCheck(checks: Checks, structure: string): Check {
  const shapes = checks.constraints.structures[structure] ?? {};
  const members = Object.entries(checks.model.structures[structure] ?? {}).map(([name, member]) => {
    const shape = checks.constraints.shapes[shapes[name] ?? ""] ?? {};
    const missing = (): Shown => (shape.sensitive ? "Value" : "Value null");
    return { name, at: decapitalized(name), required: member.required, missing, check: checkOf(checks, member, shape) };
  });
  return (value, path, violations) => {
    for (const { name, at, required, missing, check } of members) {
      const item = (value as Record<string, unknown>)[name];
      if (item === undefined && !required) continue;
      const below = path === "" ? at : `${path}.${at}`;
      if (item === undefined) violations.add(missing, below, notNull);
      else check?.(item, below, violations);
    }
  };
}

const notNull = "Member must not be null";

function checkOf(checks: Checks, member: Member, shape: ShapeConstraint): Check | undefined {
  switch (member.type) {
    case "structure":
      return (value, path, violations) => structureCheck(checks, member.structure as string)(value, path, violations);
    case "list":
      return listCheck(checks, member, shape);
    case "map":
      return mapCheck(checks, shape);
    case "number":
      return numberCheck(shape);
    case "string":
    case "blob":
      return scalarCheck(shape, member.type);
    default:
      return undefined;
  }
}

function scalarCheck(shape: ShapeConstraint, kind: Measured, isShown = kind !== "blob"): Check | undefined {
  const rules = rulesOf(shape, kind);
  if (rules.length === 0) return undefined;
  return (value, path, violations) => {
    for (const rule of rules)
      if (!rule.holds(value)) violations.add(() => (isShown && !shape.sensitive ? show(value) : "Value"), path, rule.text);
  };
}

function numberCheck(shape: ShapeConstraint): Check | undefined {
  const inBounds = scalarCheck(shape, "number");
  const { whole } = shape;
  if (whole === undefined) return inBounds;
  const limit = whole === 32 ? 2 ** 31 : Number.MAX_SAFE_INTEGER;
  return (value, path, violations) => {
    if (!Number.isInteger(value) || Math.abs(value as number) >= limit)
      throw new AwsError(
        "SerializationException",
        `NUMBER_VALUE can not be converted to ${whole === 32 ? "an Integer" : "a Long"}`,
      );
    inBounds?.(value, path, violations);
  };
}

function listCheck(checks: Checks, { member: element = { type: "string" } }: Member, shape: ShapeConstraint): Check {
  const { shapes } = checks.constraints;
  if (element.type === "structure") {
    const size = scalarCheck(shape, "list", false);
    const check = structureCheck(checks, element.structure as string);
    return (value, path, violations) => {
      size?.(value, path, violations);
      // AWS counts list elements from 1 and names the level `member`.
      (value as unknown[]).forEach((item, index) => {
        const below = `${path}.${index + 1}.member`;
        if (item === undefined) violations.add(() => "Value null", below, notNull);
        else check(item, below, violations);
      });
    };
  }
  const elementShape = shapes[shape.element ?? ""] ?? {};
  const size = scalarCheck({ ...shape, sensitive: shape.sensitive || elementShape.sensitive }, "list");
  const each = eachCheck("Member", elementShape, element.type === "string" && !shape.sensitive && !elementShape.sensitive);
  return (value, path, violations) => {
    size?.(value, path, violations);
    each(value, value as unknown[], path, violations);
  };
}

function mapCheck(checks: Checks, shape: ShapeConstraint): Check {
  const { shapes } = checks.constraints;
  const [keyShape, valueShape] = [shapes[shape.key ?? ""] ?? {}, shapes[shape.value ?? ""] ?? {}];
  const isShown = !shape.sensitive && !keyShape.sensitive && !valueShape.sensitive;
  const size = scalarCheck(shape, "map", isShown);
  const keys = eachCheck("Map keys", keyShape, isShown);
  const values = eachCheck("Map value", valueShape, isShown);
  return (value, path, violations) => {
    size?.(value, path, violations);
    keys(value, Object.keys(value as object), path, violations);
    values(value, Object.values(value as object), path, violations);
  };
}

/** AWS tells once for a whole list or map that a part of it is wrong, with all that it asks of the parts. */
function eachCheck(parts: "Member" | "Map keys" | "Map value", shape: ShapeConstraint, isShown: boolean) {
  const rules = rulesOf(shape, "string");
  const asked = rules.length > 0 ? rules.map((rule) => rule.text).join(", ") : notNull;
  const text = `${parts} must satisfy constraint: [${asked}]`;
  const isRight = (item: unknown) => item !== undefined && rules.every((rule) => rule.holds(item));
  return (whole: unknown, items: unknown[], path: string, violations: Violations) => {
    if (!items.every(isRight)) violations.add(() => (isShown ? show(whole) : "Value"), path, text);
  };
}

function decapitalized(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
