import type { Role } from "foyer/operate";

/** What a function is given. */
export interface Size {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

/**
 * Lambda gives a function CPU by its memory. A user waits for the trigger and the sign-in handler: with 512 MB their first invocation of a
 * process ends well inside the budget of 3.5 s, and the ones after it wait for AWS and not for the CPU. The timeout is Cognito's own.
 * Nobody waits for the others: the worker has memory for a mail of SES's largest size, it and the sweep have Lambda's longest time, and the
 * function of SES's events makes two calls to the ledger. A user waits once for an identity to be linked, which is three calls at most.
 * Figures: `docs/decisions/2026-11-21-function-sizes.md`.
 */
export const sizes: Readonly<Record<Role, Size>> = {
  trigger: { memoryMb: 512, timeoutSeconds: 5 },
  "sign-in": { memoryMb: 512, timeoutSeconds: 5 },
  worker: { memoryMb: 512, timeoutSeconds: 900 },
  sweep: { memoryMb: 256, timeoutSeconds: 900 },
  "mail-events": { memoryMb: 256, timeoutSeconds: 30 },
  "link-identity": { memoryMb: 512, timeoutSeconds: 20 },
};
