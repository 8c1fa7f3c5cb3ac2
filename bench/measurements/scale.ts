import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
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
const rounds = 5;
const signedIn = 50;

type Work = "sign-up + confirm" | "sign-in by password" | "sign-in by SRP" | "ListUsers by e-mail" | "ListUsers by prefix";

const totals: Record<Work, number> = {
  "sign-up + confirm": 400,
  "sign-in by password": 400,
  "sign-in by SRP": 200,
  "ListUsers by e-mail": 800,
  "ListUsers by prefix": 400,
};

/** One pool on one server, with what is asked of it. */
interface Subject {
  target: Target;
  size: number;
  works: Partial<Record<Work, () => Promise<unknown>>>;
}

/**
 * The hot paths in pools of 1,000, 100,000 and 1,000,000 users, seeded into their files, and in one of cognito-local of 1,000, filled through
 * its API. All servers run at once and take turns, so that what else the machine does falls on all of them.
 */
export async function scale(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "foyer-bench-scale-"));
  const subjects: Subject[] = [];
  try {
    for (const size of sizes) subjects.push(await startSeeded(join(folder, String(size)), size));
    subjects.push(await startPeer(sizes[0] as number));
    const figures: Figure[] = [];
    for (const name of Object.keys(totals) as Work[]) figures.push(...(await measure(subjects, name)));
    const memory = subjects.map(({ target, size }) =>
      residentMemory({ measurement, target: target.name, of: named("memory", size) }, target.pid),
    );
    return [...figures, ...memory, ...ratios(figures)];
  } finally {
    await Promise.all(subjects.map(({ target }) => target.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A server whose file was filled while it was down. */
async function startSeeded(dataDir: string, size: number): Promise<Subject> {
  mkdirSync(dataDir);
  const first = await startLocalServer(dataDir);
  const pool = await first.newPool();
  await first.stop();
  const script = join(root, "bench", "targets", "seed-users.ts");
  const args = ["--conditions=foyer-source", script, dataDir, pool.userPoolId, "0", String(size)];
  execFileSync(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  const target = await startLocalServer(dataDir);
  return { target, size, works: await prepare(target, pool, (index) => `seed${index}@example.com`, size) };
}

/** The peer has no SRP. */
async function startPeer(size: number): Promise<Subject> {
  const target = await startCognitoLocal();
  const pool = await target.newPool();
  const emails: string[] = [];
  await load(size, 4, async () => emails.push(await signUpAndConfirm(target, pool)));
  const { "sign-in by SRP": _, ...works } = await prepare(target, pool, (index) => emails[index] as string, size);
  return { target, size, works };
}

async function measure(subjects: Subject[], name: Work): Promise<Figure[]> {
  const asked = subjects.flatMap(({ works, ...subject }) =>
    works[name] ? { ...subject, work: works[name], results: [] as Round[] } : [],
  );
  for (const { work } of asked) await load(20, 4, work);
  for (let round = 0; round < rounds; round++) {
    for (const { work, results } of round % 2 ? asked.toReversed() : asked)
      results.push(await load(totals[name], inFlight, work));
  }
  return asked.map(({ target, size, results }) => rateOf({ measurement, target: target.name, of: named(name, size) }, results));
}

function named(what: string, size: number): string {
  return `${what}, ${size.toLocaleString("en")} users`;
}

/** Signs users up whose password is known. @returns what is asked again and again. */
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

/** The largest pool to the smallest, and at the smallest ourselves to the peer. */
function ratios(figures: Figure[]): Figure[] {
  const [smallest, largest] = [sizes[0] as number, sizes.at(-1) as number];
  const find = (target: string, of: string) => figures.find((figure) => figure.target === target && figure.of === of);
  return (Object.keys(totals) as Work[]).flatMap((name) => {
    const [small, large, peer] = [
      find("foyer", named(name, smallest)),
      find("foyer", named(name, largest)),
      find("cognito-local", named(name, smallest)),
    ];
    return [
      small && large ? ratioOf(large, small, `${name}, largest : smallest`) : [],
      small && peer ? ratioOf(small, peer, named(name, smallest)) : [],
    ].flat();
  });
}
