import type { Role } from "foyer/operate";

/** What a function is given. */
export interface Size {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

export const sizes: Readonly<Record<Role, Size>> = {
  trigger: { memoryMb: 512, timeoutSeconds: 5 },
  "sign-in": { memoryMb: 512, timeoutSeconds: 5 },
  worker: { memoryMb: 256, timeoutSeconds: 900 },
  sweep: { memoryMb: 256, timeoutSeconds: 900 },
};
