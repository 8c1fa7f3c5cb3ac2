import type { ConfirmedUser } from "./confirmed-user.ts";
import type { Json } from "./json.ts";
import type { Permission } from "./permissions.ts";
import type { Resources } from "./resources.ts";

/**
 * How an effect may be repeated. `safe`: it converges, as a conditional put or a group membership does. `keyed`: the receiver recognises
 * a repetition by our key. `unknown`: after a lost reply nobody can tell whether it happened.
 */
export type Replay = "safe" | "keyed" | "unknown";

/**
 * What to do when nobody can tell whether an effect happened. `resend`: at least once, perhaps twice. `assume-sent`: at most once,
 * perhaps never.
 */
export type IfUnknown = "resend" | "assume-sent";

/** What a step is given beside the user and its input. */
export interface StepCall {
  /** The name of the step in its record. */
  readonly step: string;
  /** The same for this user and this step always: the idempotency key to give to a receiver. */
  readonly key: string;
  /** Aborted when the time of this attempt is over. Hand it to every call that takes one. */
  readonly signal: AbortSignal;
  /** From 1. */
  readonly attempt: number;
  /** When Foyer first heard of the confirmation, or of the password reset: milliseconds since the epoch, the same at each attempt. */
  readonly openedAt: number;
  /** Which run of the onboarding it is: 0, and one more by each replay and by each sweep that had to start it again. */
  readonly generation: number;
  /** The id of the password reset that it is about. */
  readonly reset?: string;
}

/** A mail as it is handed to SES: written out, or a template that SES keeps with its data. */
export type Mail = (
  | { readonly subject: string; readonly html: string; readonly text: string }
  | { readonly template: string; readonly data: Readonly<Record<string, Json>> }
) & {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly MailAttachment[];
};

/** A file that comes with a mail. */
export interface MailAttachment {
  readonly fileName: string;
  /** `text/calendar; method=REQUEST`, `application/pdf`. */
  readonly contentType: string;
  readonly content: Uint8Array | string;
  /** For an image in the HTML, which refers to it as `cid:logo`. */
  readonly contentId?: string;
}

declare const resultType: unique symbol;

/**
 * One named effect, as data: what it does, what it may do, what it needs and how it may be repeated. Its name is the key of the record
 * that it stands in. Made by the functions of `steps/`, of which `custom` makes any other.
 */
export interface Step<out Kind extends Replay = Replay, in Input = never, out Result = unknown> {
  readonly replay: Kind;
  /** Set exactly where `replay` is `unknown`. */
  readonly ifUnknown?: IfUnknown;
  readonly permissions: readonly Permission[];
  readonly resources: Resources;
  /** An event tells afterwards that the effect happened, where the reply did not: it is waited for before the effect is tried again. */
  readonly settledByEvents?: true;
  /** The `clientMetadata` keys that it cannot do without: the onboarding has to declare them. */
  readonly metadata?: readonly string[];
  /** The groups of the user pool that the step gives to this user, where that is what it does: for a token that is made before it is done. */
  readonly groupsOf?: (user: ConfirmedUser) => readonly string[];
  /** The mail that the step sends to this user, where that is what it does: for a preview. */
  readonly mailOf?: (user: ConfirmedUser) => Promise<Mail & { readonly from: string }>;
  /** Does the work. Its answer is stored in the ledger for the life of the user: small JSON, without personal data. */
  readonly run: (user: ConfirmedUser, input: Input, call: StepCall) => Promise<Json | undefined>;
  /**
   * Whether a flow is given the result. One that is cannot go on when the step gives up; one that is not can, as nothing after the step
   * needs it.
   */
  readonly givesResult: boolean;
  /** Whether a log line may show the result: only where Foyer itself knows that it holds no personal data. */
  readonly logsResult: boolean;
  /** A question: it has no effect, and a flow may ask it again and again, with an answer of its own each time. */
  readonly question?: true;
  readonly [resultType]?: Result;
}

/**
 * A question about the user, answered yes or no at the moment in which it is asked. A flow calls it as often as it likes, while any other
 * step runs at most once for a user; or it stands in the flow's `stopWhen`.
 */
export interface Question extends Step<"safe", void, boolean> {
  readonly question: true;
}

/** Steps by name, as a flow declares them. */
export type Steps = Readonly<Record<string, Step>>;

/** Steps by name that need no input and so can run by themselves, in the order of the record. */
export type PlainSteps<Kind extends Replay = Replay> = Readonly<Record<string, Step<Kind, void>>>;
