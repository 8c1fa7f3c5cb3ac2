import type { LocalAws } from "@foyer/local";
import type { CloudAssembly } from "./cloud-assembly.ts";

/** Properties of a resource, with every function of the template computed. */
export type Properties = Readonly<Record<string, unknown>>;

/** Where resources are made. */
export interface Place {
  readonly local: LocalAws;
  readonly assembly: CloudAssembly;
  /** Provisions the template of a nested stack. @returns its outputs */
  nested(
    logicalId: string,
    templateFile: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** What there is of a resource from an earlier start with the same data. */
export interface Earlier {
  readonly physicalId: string;
  readonly properties: Properties;
}

/** A resource that is to be as the template has it. */
export interface Wanted<Shape = Properties> {
  readonly logicalId: string;
  readonly properties: Shape;
  /** The same at each start: for a resource that the template does not name. */
  readonly name: string;
  readonly earlier: Earlier | undefined;
}

/** A resource that is there. */
export interface Provisioned {
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** How resources of one type are made, and changed when they are there. */
export interface ResourceType {
  /** Properties with which such a resource is made and which it keeps. */
  readonly fixed?: readonly string[];
  put(wanted: Wanted, place: Place): Promise<Provisioned>;
  /** Takes one away that the template has no more; without it, what is there stays. */
  remove?(earlier: Earlier, place: Place): Promise<unknown>;
}

/** Awaits a call, and lets pass the errors that say that what is wanted is so already. @returns undefined for those */
export async function unless<Answer>(codes: readonly string[], call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    const { name, code } = error as { name: string; code?: string };
    if (codes.includes(code ?? name)) return undefined;
    throw error;
  }
}
