import { CommandError } from "../errors.ts";

/** What the functions of a template are about. Each throws a sentence's end for what it does not have. */
export interface Scope {
  /** Of a parameter, pseudo parameter or resource; undefined for `AWS::NoValue`. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  importValue(name: string): unknown;
  mapping(map: string, first: string, second: string): unknown;
}

/** A value of the template that cannot be computed, and where it stands. */
export class ValueError extends CommandError {
  /** @param at `Properties.Code.S3Key` @param reason the end of a sentence: `it uses Fn::Cidr, which is not known here` */
  constructor(at: string, reason: string) {
    super(`${at}: ${reason}`);
  }
}

/**
 * Computes a value of a template: `Ref`, `Fn::GetAtt`, `Fn::Sub` and the others give what they stand for. What is `AWS::NoValue` is left out.
 * @param at where the value stands, for errors
 * @throws {ValueError}
 */
export function computed(value: unknown, scope: Scope, at: string): unknown {
  if (Array.isArray(value))
    return value.map((each, index) => computed(each, scope, `${at}.${index}`)).filter((each) => each !== undefined);
  if (value === null || typeof value !== "object") return value;
  const call = callOf(value);
  if (!call) {
    const members = Object.entries(value).map(([key, each]) => [key, computed(each, scope, `${at}.${key}`)] as const);
    return Object.fromEntries(members.filter(([, each]) => each !== undefined));
  }
  const [name, argument] = call;
  const compute = functions[name];
  if (!compute) throw new ValueError(at, `${name} is not understood here`);
  try {
    return compute(argument, scope, at);
  } catch (error) {
    if (error instanceof ValueError || !(error instanceof CommandError)) throw error;
    throw new ValueError(at, error.message);
  }
}

/** Whether a condition holds, as `Conditions` define it: a function of conditions. */
export function conditionOf(value: unknown, scope: Scope, at: string): boolean {
  const result = computed(value, scope, at);
  if (typeof result === "boolean") return result;
  if (result === "true" || result === "false") return result === "true";
  throw new ValueError(at, `a condition must be true or false: it is ${JSON.stringify(result)}`);
}

function callOf(value: object): [name: string, argument: unknown] | undefined {
  const [entry, ...more] = Object.entries(value);
  if (!entry || more.length > 0) return undefined;
  const [name, argument] = entry;
  // A policy may have a Condition of its own, which is an object.
  const isCall = name === "Ref" || name.startsWith("Fn::") || (name === "Condition" && typeof argument === "string");
  return isCall ? entry : undefined;
}

type Compute = (argument: unknown, scope: Scope, at: string) => unknown;

const functions: Readonly<Record<string, Compute>> = {
  Ref: (name, scope) => scope.ref(text(name)),
  Condition: (name, scope) => scope.condition(text(name)),
  "Fn::GetAtt": (argument, scope, at) => {
    const [id, ...path] = typeof argument === "string" ? argument.split(".") : list(argument);
    return scope.attribute(text(id), path.map((each) => text(computed(each, scope, at))).join("."));
  },
  "Fn::Sub": (argument, scope, at) => {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const given = computed(variables, scope, at) as Record<string, unknown>;
    return text(template).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      if (Object.hasOwn(given, name)) return text(given[name]);
      const [id = "", ...path] = name.split(".");
      return text(path.length > 0 ? scope.attribute(id, path.join(".")) : scope.ref(name));
    });
  },
  "Fn::Join": (argument, scope, at) => {
    const [separator, parts] = list(argument);
    return list(computed(parts, scope, at))
      .map(text)
      .join(text(separator));
  },
  "Fn::Select": (argument, scope, at) => {
    const [index, from] = list(computed(argument, scope, at));
    const found = list(from)[Number(index)];
    if (found === undefined) throw new CommandError(`Fn::Select must name a value that is there: its index is ${index}`);
    return found;
  },
  "Fn::Split": (argument, scope, at) => {
    const [separator, from] = list(computed(argument, scope, at));
    return text(from).split(text(separator));
  },
  "Fn::If": (argument, scope, at) => {
    const [name, yes, no] = list(argument);
    return computed(scope.condition(text(name)) ? yes : no, scope, at);
  },
  "Fn::Equals": (argument, scope, at) => {
    const [one, other] = list(computed(argument, scope, at));
    return String(one) === String(other);
  },
  "Fn::And": (argument, scope, at) => list(argument).every((each) => conditionOf(each, scope, at)),
  "Fn::Or": (argument, scope, at) => list(argument).some((each) => conditionOf(each, scope, at)),
  "Fn::Not": (argument, scope, at) => !conditionOf(list(argument)[0], scope, at),
  "Fn::FindInMap": (argument, scope, at) => {
    const [map, first, second] = list(computed(argument, scope, at));
    return scope.mapping(text(map), text(first), text(second));
  },
  "Fn::ImportValue": (argument, scope, at) => scope.importValue(text(computed(argument, scope, at))),
  "Fn::Base64": (argument, scope, at) => Buffer.from(text(computed(argument, scope, at))).toString("base64"),
};

function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new CommandError(`a text must be here: it is ${JSON.stringify(value)}`);
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new CommandError(`a list must be here: it is ${JSON.stringify(value)}`);
}
