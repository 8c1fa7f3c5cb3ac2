import type { Onboarding } from "foyer";
import type { Effects } from "../jobs/effects.ts";
import type { KnownUser } from "./users.ts";

/** An onboarding that the run takes through its kills, and what each of its steps leaves behind: the checks are the same for all. */
export interface Flow {
  /** From the root of the repository. */
  file: string;
  /** The hand-written handler answers for the same users in a second pool. */
  hasTwins: boolean;
  record: { step: string; table: string; email: string };
  groups: { step: string; of(user: KnownUser): string[] };
  attributes: { step: string; name: string; of(user: KnownUser): string | undefined }[];
  /** The subject of each mail, by its step. */
  mails: Record<string, string>;
  /** The steps that come after a wait. */
  later: string[];
  keyed: Record<string, Receiver>;
  /** The calls that have an effect or mark one. */
  effects: Effects;
}

/** Where a keyed step's messages arrive. */
export type Receiver =
  | { at: "bus"; detailType: string }
  | { at: "queue"; queue: string }
  | { at: "state machine"; stateMachine: string }
  | { at: "durable function"; functionName: string }
  | { at: "server outside"; url: string; message(request: OutsideMessage): { id: string; sub: string } };

/** A request to a server of others, its body parsed. */
export interface OutsideMessage {
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: each server has a body of its own.
  body: any;
}

/** A flow with its definition: what the file says of its steps. */
export interface LoadedFlow extends Flow {
  name: string;
  steps: Onboarding["steps"];
}
