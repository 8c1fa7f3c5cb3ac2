import { load, type Round } from "../load.ts";
import { type Figure, rateOf, ratioOf, residentMemory } from "../report.ts";
import { startCognitoLocal } from "../targets/cognito-local.ts";
import { startLocalServer } from "../targets/foyer.ts";
import { signUpAndConfirm, type Target } from "../targets/target.ts";

const measurement = "pairs";
const rounds = 5;
const warmUp = 20;
const cases = [
  { inFlight: 1, total: 200 },
  { inFlight: 16, total: 600 },
];

/**
 * SignUp + ConfirmSignUp with a PostConfirmation function that echoes its event, on a fresh pool for every round. The two servers run side
 * by side and take turns. Foyer's code is read from its inbox, which is one more request a pair; the peer's is fixed.
 */
export async function pairs(): Promise<Figure[]> {
  const targets = [await startLocalServer(), await startCognitoLocal()];
  try {
    const figures: Figure[] = [];
    for (const { inFlight, total } of cases) {
      const results = new Map<Target, Round[]>(targets.map((target) => [target, []]));
      for (let round = 0; round < rounds; round++) {
        for (const target of round % 2 ? targets.toReversed() : targets)
          results.get(target)?.push(await pairsOf(target, total, inFlight));
      }
      const of = `${inFlight} in flight`;
      const [ours, peers] = targets.map((target) => rateOf({ measurement, target: target.name, of }, results.get(target) ?? []));
      if (ours && peers) figures.push(ours, peers, ratioOf(ours, peers));
    }
    return [
      ...figures,
      ...targets.map(({ name, pid }) => residentMemory({ measurement, target: name, of: "memory afterwards" }, pid)),
    ];
  } finally {
    await Promise.all(targets.map((target) => target.stop()));
  }
}

async function pairsOf(target: Target, total: number, inFlight: number): Promise<Round> {
  const pool = await target.newPool();
  await load(warmUp, Math.min(4, inFlight), () => signUpAndConfirm(target, pool));
  return load(total, inFlight, () => signUpAndConfirm(target, pool));
}
