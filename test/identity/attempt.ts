import type { Place, User } from "./users.ts";

/** Whose key it is, and how it is written. */
export interface Target {
  user: User;
  /** Of one of the user's secrets. */
  key: string;
  /** A key of the user's that is not there yet. */
  newKey: string;
  /** Chooses among the forms of an attempt that has several. */
  turn: number;
}

/**
 * One operation that `me` tries on what is `them`'s; the user's own if they are the same.
 * @returns all that the answer says, in which nobody else's secret may be
 */
export type Attempt = (place: Place, me: User, them: Target) => Promise<unknown>;

/** What is in an answer, with the text of its body. */
export async function textOf(answer: object): Promise<string> {
  const { Body, $metadata: _, ...members } = answer as { Body?: { transformToString(): Promise<string> }; $metadata?: unknown };
  return `${JSON.stringify(members)} ${Body ? await Body.transformToString() : ""}`;
}
