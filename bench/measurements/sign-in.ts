import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { load, type Round } from "../load.ts";
import { type Figure, rateOf, ratioOf } from "../report.ts";
import { startCognitoLocal } from "../targets/cognito-local.ts";
import { startLocalServer } from "../targets/foyer.ts";
import { type Pool, password, signUpAndConfirm, type Target } from "../targets/target.ts";

const measurement = "sign-in";
const users = 50;
const rounds = 5;
const cases = [
  { inFlight: 1, total: 150 },
  { inFlight: 16, total: 300 },
];

/** InitiateAuth with USER_PASSWORD_AUTH over 50 confirmed users; the two servers take turns. */
export async function signIn(): Promise<Figure[]> {
  const targets: Target[] = [await startLocalServer(), await startCognitoLocal()];
  try {
    const signIns = await Promise.all(targets.map(prepare));
    const figures: Figure[] = [];
    for (const { inFlight, total } of cases) {
      const results: Round[][] = targets.map(() => []);
      for (let round = 0; round < rounds; round++) {
        for (const [index, work] of signIns.entries()) results[index]?.push(await load(total, inFlight, work));
      }
      const of = `${inFlight} in flight`;
      const [ours, peers] = targets.map(({ name }, index) => rateOf({ measurement, target: name, of }, results[index] ?? []));
      if (ours && peers) figures.push(ours, peers, ratioOf(ours, peers));
    }
    return figures;
  } finally {
    await Promise.all(targets.map((target) => target.stop()));
  }
}

/** Makes the users. @returns what signs the next of them in */
async function prepare(target: Target): Promise<() => Promise<unknown>> {
  const pool: Pool = await target.newPool();
  const emails: string[] = [];
  await load(users, 4, async () => emails.push(await signUpAndConfirm(target, pool)));
  let next = 0;
  const work = () => {
    const USERNAME = emails[next++ % emails.length] as string;
    const AuthParameters = { USERNAME, PASSWORD: password };
    return target.client.send(
      new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
    );
  };
  await load(20, 4, work);
  return work;
}
