import { AdminCreateUserCommand, AdminSetUserPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { load } from "../load.ts";
import { type Figure, rateOf, ratioOf } from "../report.ts";
import { startLocalServer } from "../targets/foyer.ts";
import { newEmail, type Pool, password, signUpAndConfirm, type Target } from "../targets/target.ts";

const measurement = "grow";
const sizes = [0, 1_000, 5_000, 20_000];
const inFlight = 16;
const total = 600;
const rounds = 3;

/** SignUp + ConfirmSignUp as in `pairs`, in one pool that grows through the API to 20,000 users. */
export async function grow(): Promise<Figure[]> {
  const target = await startLocalServer();
  try {
    const pool = await target.newPool();
    await load(100, inFlight, () => signUpAndConfirm(target, pool));
    let held = 0;
    const figures: Figure[] = [];
    for (const size of sizes) {
      if (size > held) await load(size - held, inFlight, () => createUser(target, pool));
      const results = [];
      for (let round = 0; round < rounds; round++)
        results.push(await load(total, inFlight, () => signUpAndConfirm(target, pool)));
      figures.push(rateOf({ measurement, target: target.name, of: `${size} users, ${inFlight} in flight` }, results));
      held = Math.max(held, size) + rounds * total;
    }
    const [first, last] = [figures.at(0) as Figure, figures.at(-1) as Figure];
    return [...figures, ratioOf(last, first, "last : first")];
  } finally {
    await target.stop();
  }
}

async function createUser({ client }: Target, { userPoolId }: Pool): Promise<void> {
  const email = newEmail();
  const UserAttributes = [{ Name: "email", Value: email }];
  await client.send(
    new AdminCreateUserCommand({ UserPoolId: userPoolId, Username: email, MessageAction: "SUPPRESS", UserAttributes }),
  );
  await client.send(
    new AdminSetUserPasswordCommand({ UserPoolId: userPoolId, Username: email, Password: password, Permanent: true }),
  );
}
