/**
 * What goes wrong. For an invocation (`functionName`): `error` is an error that the handler throws, `hang` runs into the
 * function's timeout, and `reply-lost` lets the function do its work and tells its caller ServiceException.
 */
export type FaultKind =
  /** An error of the service by its name. `status`: default what the service's model says, else 400. */
  | { kind: "error"; name: string; message?: string | undefined; status?: number | undefined }
  /** The error by which this service throttles. */
  | { kind: "throttle" }
  /** The work begins `ms` later, in real time, also if the client has given up by then. */
  | { kind: "latency"; ms: number }
  /** No work and no answer. */
  | { kind: "hang" }
  /** The work is done and on disk, then the connection is dropped. */
  | { kind: "reply-lost" }
  /** SIGKILL for the process of the function that calls (or, with `functionName`, that is invoked), before the work (default) or after it. */
  | { kind: "crash-function"; when?: "before" | "after" | undefined }
  /** SIGKILL for the process that the local AWS runs in; for `startLocal()` that is your own. */
  | { kind: "crash-local"; when?: "before" | "after" | undefined };

/** Which calls are struck. */
export interface FaultScope {
  /** A name to remove it by; one that is in use is replaced. Default: `fault-1`, `fault-2`, … */
  id?: string | undefined;
  /** `cognito-idp`, `dynamodb`, `events`, `lambda`, `ses`, `sesv2`; default `*`: all of them. */
  service?: string | undefined;
  /** By its wire name, for example `SendEmail`; default `*`: all of them. */
  operation?: string | undefined;
  /** Only calls that this function makes. */
  callerFunction?: string | undefined;
  /** Not calls but the invocations of this function, whoever invokes it; `*`: of any function. */
  functionName?: string | undefined;
  /** From 0 to 1; default 1. */
  probability?: number | undefined;
  /** So many of the first calls that it is for are let pass: 3 strikes the fourth. Default 0. */
  after?: number | undefined;
  /** It strikes so often and is spent then; default without end. */
  count?: number | undefined;
  /** It ends so many milliseconds after it was added, by the clock of the local AWS; default never. */
  forMs?: number | undefined;
}

/** What goes wrong, and with which calls. */
export type Fault = FaultScope & FaultKind;

/** A fault that is set, and what it did so far. */
export type SetFault = Fault & {
  id: string;
  /** Calls that it is for. */
  seen: number;
  /** Calls that it struck. */
  fired: number;
  /** Milliseconds since the epoch. */
  addedAt: number;
  endsAt?: number;
  /** False once its count or its time is used up. */
  isActive: boolean;
};

/** Ends what a call goes through: no later fault is looked at, and the work is not done. */
export function isFinal(fault: Fault): boolean {
  if (fault.kind === "crash-function" || fault.kind === "crash-local") return fault.when !== "after";
  return fault.kind === "error" || fault.kind === "throttle" || fault.kind === "hang";
}
