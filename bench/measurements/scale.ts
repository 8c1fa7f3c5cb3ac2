import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InitiateAuthCommand, ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import { root } from "../../test/process/server-process.ts";
import { load, type Round } from "../load.ts";
import { type Figure, rateOf, ratioOf, residentMemory } from "../report.ts";
import { startCognitoLocal } from "../targets/cognito-local.ts";
import { startLocalServer } from "../targets/foyer.ts";
import { signInBySrp } from "../targets/srp-sign-in.ts";
import { type Pool, password, signUpAndConfirm, type Target } from "../targets/target.ts";

const measurement = "scale";
const sizes = [1_000, 100_000, 1_000_000];
const inFlight = 16;
const rounds = 3;
const signedIn = 50;

type Work = "sign-up + confirm" | "sign-in by password" | "sign-in by SRP" | "ListUsers by e-mail" | "ListUsers by prefix";

const totals: Record<Work, number> = {
  "sign-up + confirm": 400,
  "sign-in by password": 400,
  "sign-in by SRP": 200,
  "ListUsers by e-mail": 800,
  "ListUsers by prefix": 400,
};

/** The hot paths in one pool of 1,000, 100,000 and 1,000,000 users, seeded into its file; cognito-local beside it at 1,000. */
export async function scale(): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-scale-"));
  try {
    const figures: Figure[] = [];
    const pool = await withServer(dataDir, (target) => target.newPool());
    let held = 0;
    for (const size of sizes) {
      seed(dataDir, pool.userPoolId, held, size);
      held = size;
      figures.push(...(await withServer(dataDir, (target) => measure(target, pool, size))));
    }
    const peer = await startCognitoLocal();
    try {
      figures.push(...(await measurePeer(peer, sizes[0] as number)));
    } finally {
      await peer.stop();
    }
    return [...figures, ...ratios(figures)];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function withServer<T>(dataDir: string, use: (target: Target) => Promise<T>): Promise<T> {
  const target = await startLocalServer(dataDir);
  try {
    return await use(target);
  } finally {
    await target.stop();
  }
}

function seed(dataDir: string, userPoolId: string, from: number, to: number): void {
  const script = join(root, "bench", "targets", "seed-users.ts");
  const args = ["--conditions=foyer-source", script, dataDir, userPoolId, String(from), String(to)];
  execFileSync(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
}

async function measure(target: Target, pool: Pool, size: number): Promise<Figure[]> {
  const works = await prepare(target, pool, (index) => `seed${index}@example.com`, size);
  return run(target, size, works, totals);
}

/** The peer has no SRP and is filled through its API, which takes a while; it is asked less often, since it takes longer. */
async function measurePeer(target: Target, size: number): Promise<Figure[]> {
  const pool = await target.newPool();
  const emails: string[] = [];
  await load(size, 4, async () => emails.push(await signUpAndConfirm(target, pool)));
  const { "sign-in by SRP": _, ...works } = await prepare(target, pool, (index) => emails[index] as string, size);
  return run(target, size, works, totals);
}

async function prepare(target: Target, pool: Pool, emailOf: (index: number) => string, size: number) {
  const emails: string[] = [];
  await load(signedIn, 4, async () => emails.push(await signUpAndConfirm(target, pool)));
  let next = 0;
  const someone = () => emails[next++ % emails.length] as string;
  const list = (Filter: string) => target.client.send(new ListUsersCommand({ UserPoolId: pool.userPoolId, Filter, Limit: 10 }));
  const anybody = () => emailOf(Math.floor(Math.random() * size));
  const works: Record<Work, () => Promise<unknown>> = {
    "sign-up + confirm": () => signUpAndConfirm(target, pool),
    "sign-in by password": () =>
      target.client.send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: someone(), PASSWORD: password },
        }),
      ),
    "sign-in by SRP": () => signInBySrp(target, pool, someone()),
    "ListUsers by e-mail": () => list(`email = "${anybody()}"`),
    "ListUsers by prefix": () => list(`email ^= "${anybody().slice(0, 6)}"`),
  };
  return works;
}

async function run(target: Target, size: number, works: Partial<Record<Work, () => Promise<unknown>>>, counts: typeof totals) {
  const figures: Figure[] = [];
  for (const [name, work] of Object.entries(works) as [Work, () => Promise<unknown>][]) {
    await load(20, 4, work);
    const results: Round[] = [];
    for (let round = 0; round < rounds; round++) results.push(await load(counts[name], inFlight, work));
    figures.push(rateOf({ measurement, target: target.name, of: `${name}, ${size.toLocaleString("en")} users` }, results));
  }
  const of = `memory, ${size.toLocaleString("en")} users`;
  return [...figures, residentMemory({ measurement, target: target.name, of }, target.pid)];
}

/** The largest pool to the smallest, and at the smallest ourselves to the peer. */
function ratios(figures: Figure[]): Figure[] {
  const [smallest, largest] = [sizes[0] as number, sizes.at(-1) as number].map((size) => `, ${size.toLocaleString("en")} users`);
  const find = (target: string, of: string) => figures.find((figure) => figure.target === target && figure.of === of);
  return (Object.keys(totals) as Work[]).flatMap((name) => {
    const [small, large, peer] = [
      find("foyer", name + smallest),
      find("foyer", name + largest),
      find("cognito-local", name + smallest),
    ];
    return [
      small && large ? ratioOf(large, small, `${name}, largest : smallest`) : [],
      small && peer ? ratioOf(small, peer, `${name}${smallest}`) : [],
    ].flat();
  });
}
