import { type Signal, useSignal } from "@preact/signals";

/** Something that is asked of Cognito by a button. */
export interface Attempt {
  busy: Signal<boolean>;
  /** In Cognito's words. */
  error: Signal<Error | undefined>;
  /** Does the work unless it is under way. @returns whether it was done */
  run: (work: () => Promise<void>) => Promise<boolean>;
}

/** Runs what a button asks for, once at a time, and keeps why it was refused. */
export function useAttempt(): Attempt {
  const busy = useSignal(false);
  const error = useSignal<Error | undefined>(undefined);
  const run = async (work: () => Promise<void>) => {
    if (busy.peek()) return false;
    busy.value = true;
    error.value = undefined;
    try {
      await work();
      return true;
    } catch (refused) {
      error.value = refused as Error;
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy, error, run };
}
