import type { User } from "../cognito/users/users.ts";
import { ApiError } from "./foyer-api-error.ts";
import type { Handler } from "./foyer-api-routes.ts";
import type { UserDirectory } from "./foyer-api-users.ts";
import type { Timeline } from "./timeline.ts";
import type { TimelineStep } from "./timeline-steps.ts";

/** A user in the list of sign-ups. Moments are milliseconds. */
export interface SignUp {
  sub: string;
  userPoolId: string;
  username: string;
  status: string;
  enabled: boolean;
  email?: string;
  phoneNumber?: string;
  name?: string;
  createdAt: number;
  /** How the user came into the pool. */
  origin: "sign-up" | "auto-confirmed" | "admin-created" | "imported" | "federated";
  /** The first confirmation that fired the trigger. */
  confirmedAt?: number;
  steps: Pick<TimelineStep, "step" | "phase" | "state" | "attempts">[];
  /** When the next wait is over. */
  waitsUntil?: number;
  /** The outcome of the last attempt at the trigger that fired last; `under way` until it answers. */
  trigger?: "under way" | "ok" | "error" | "no-answer";
}

/** A page of the list, the newest first. */
export interface SignUps {
  /** How many users the query takes in all. */
  total: number;
  users: SignUp[];
}

/** `/_foyer/sign-ups?search=&status=&offset=&limit=`: users of all pools with how far each is. */
export function signUpRoutes(
  { users }: UserDirectory,
  timeline: (sub: string) => Timeline,
  limitOf: (query: URLSearchParams) => number,
): Record<string, Handler> {
  return {
    GET: ({ query }): SignUps => {
      const offset = Number(query.get("offset") ?? 0);
      if (!Number.isSafeInteger(offset) || offset < 0) throw new ApiError(400, "BadRequest", "'offset' must be a whole number");
      const page = { offset, limit: Math.min(limitOf(query), most) };
      const found = users.newest({ search: query.get("search") ?? "", status: query.get("status") ?? "", ...page });
      return { total: found.total, users: found.users.map((user) => signUpOf(user, timeline(user.sub))) };
    },
  };
}

// Each row costs the folding of its journal.
const most = 200;

function signUpOf(user: User, { signedUpAs, confirmations, steps, wait, triggers }: Timeline): SignUp {
  const { email, phone_number: phoneNumber, name } = user.attributes;
  const confirmed = confirmations.find(({ by }) => by !== "ConfirmForgotPassword");
  const trigger = triggers.at(-1);
  return {
    sub: user.sub,
    userPoolId: user.userPoolId,
    username: user.username,
    status: user.status,
    enabled: user.enabled,
    ...(email && { email }),
    ...(phoneNumber && { phoneNumber }),
    ...(name && { name }),
    createdAt: user.createdAt,
    origin: originOf(user, signedUpAs),
    ...(confirmed && { confirmedAt: confirmed.at }),
    steps: steps.map(({ step, phase, state, attempts }) => ({ step, ...(phase && { phase }), state, attempts })),
    ...(wait && { waitsUntil: wait.until }),
    ...(trigger && { trigger: trigger.outcome ?? "under way" }),
  };
}

function originOf({ status, attributes }: User, signedUpAs: string | undefined): SignUp["origin"] {
  const cameAs = signedUpAs ?? status;
  if (attributes.identities || cameAs === "EXTERNAL_PROVIDER") return "federated";
  if (cameAs === "FORCE_CHANGE_PASSWORD") return "admin-created";
  if (cameAs === "RESET_REQUIRED") return "imported";
  return cameAs === "CONFIRMED" ? "auto-confirmed" : "sign-up";
}
