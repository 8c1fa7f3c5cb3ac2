import type { ConfirmedUser, StepCall } from "foyer";

/**
 * Tells the test of this step and waits until the test lets it go on, deaf to the signal that its time is over. Where the test
 * listens comes with the `clientMetadata` of the confirmation, as a function's process knows nothing of the one that runs the test.
 */
export async function tell(user: ConfirmedUser, { step, key, attempt }: StepCall): Promise<void> {
  const event = { step, sub: user.sub, attempt, pid: process.pid };
  const body = JSON.stringify({ event, requestId: key });
  await fetch(user.metadata.recorder as string, { method: "POST", body });
}
