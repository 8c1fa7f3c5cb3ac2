import { load, type Round } from "../load.ts";
import { type Figure, figureOf, rateOf, residentMemory } from "../report.ts";
import { inboxOf, startFoyerDev } from "../targets/foyer.ts";
import { signUpAndConfirm, type Target } from "../targets/target.ts";

const measurement = "onboarding";
const rounds = 3;
const cases = [
  { inFlight: 1, total: 100 },
  { inFlight: 16, total: 400 },
];

/** SignUp + ConfirmSignUp with the whole onboarding of examples/welcome behind the trigger, in `foyer dev`. */
export async function onboarding(): Promise<Figure[]> {
  const target = await startFoyerDev();
  const about = { measurement, target: target.name };
  try {
    const pool = await target.newPool();
    await load(20, 4, () => signUpAndConfirm(target, pool));
    const figures: Figure[] = [];
    for (const { inFlight, total } of cases) {
      const answered: Round[] = [];
      const welcomed: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const emails: string[] = [];
        const startedAt = performance.now();
        answered.push(await load(total, inFlight, async () => emails.push(await signUpAndConfirm(target, pool))));
        for (const email of emails) await welcomeMail(target, email);
        welcomed.push((emails.length / (performance.now() - startedAt)) * 1000);
      }
      figures.push(rateOf({ ...about, of: `answered, ${inFlight} in flight` }, answered));
      figures.push(figureOf({ ...about, of: `until all are welcomed, ${inFlight} in flight` }, "/s", welcomed));
    }
    return [...figures, residentMemory({ ...about, of: "memory afterwards" }, target.pid)];
  } finally {
    await target.stop();
  }
}

/** Waits until the worker sent the user's welcome mail: the inbox then holds more than the code. */
async function welcomeMail(target: Target, email: string): Promise<void> {
  const deadline = performance.now() + 120_000;
  while ((await inboxOf(target.url, email)).length < 2) {
    if (performance.now() > deadline) throw new Error("Cannot go on as a user has had no welcome mail for two minutes");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
