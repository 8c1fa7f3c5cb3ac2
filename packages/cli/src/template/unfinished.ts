import { devOperator } from "../dev/dev-operator.ts";
import type { Dev } from "../dev/start-dev.ts";
import type { Followed } from "../play/follow-user.ts";

interface Entry {
  readonly status: "open" | "complete" | "parked";
}

/**
 * What the ledger of a template's onboarding says of a user who was walked, where the file that would say more is not known: a sentence if the
 * onboarding has neither come to its end nor waits.
 */
export async function unfinishedByLedger({ local, pool, template }: Dev, { sub, timeline }: Followed): Promise<string[]> {
  if (!template?.ledgerTable) return [];
  const entry = (await devOperator(local, pool.userPoolId).entry(sub)) as Entry | undefined;
  if (!entry) return ["the user has no entry in the ledger"];
  const ends = entry.status === "complete" || (entry.status === "open" && timeline.wait !== undefined);
  return ends ? [] : [`the onboarding is ${entry.status}`];
}
