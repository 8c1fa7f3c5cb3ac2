/**
 * Run as a process while no server has the folder: `seed-users.ts <data folder> <user pool id> <from> <to>` puts confirmed users
 * `seed<from>@example.com` up to `<to>` into a pool, 10,000 in one commit, as SignUp and ConfirmSignUp leave them but for the password, which
 * nobody knows.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { UserPools } from "../../packages/local/src/cognito/pools/user-pools.ts";
import { createSub } from "../../packages/local/src/cognito/users/usernames.ts";
import { Users } from "../../packages/local/src/cognito/users/users.ts";
import { keptClock } from "../../packages/local/src/kept-clock.ts";
import { Store } from "../../packages/local/src/store/store.ts";

const [dataDir, userPoolId, from, to] = process.argv.slice(2) as [string, string, string, string];
const perCommit = 10_000;
const store = new Store(join(dataDir, "foyer.sqlite"));
const clock = keptClock(store);
const pool = new UserPools(store, clock, "us-east-1", "000000000000").get(userPoolId);
const users = new Users(store, clock);
for (let start = Number(from); start < Number(to); start += perCommit) {
  store.write(() => {
    for (let index = start; index < Math.min(start + perCommit, Number(to)); index++) seed(index);
  });
  await store.committed();
}
clock.stop();
store.close();

function seed(index: number): void {
  const sub = createSub();
  users.create(pool, {
    sub,
    username: sub,
    status: "CONFIRMED",
    attributes: { email: `seed${index}@example.com`, email_verified: "true", name: "Ada" },
    password: { salt: randomBytes(16), verifier: randomBytes(384) },
    temporaryPasswordExpiresAt: undefined,
  });
}
