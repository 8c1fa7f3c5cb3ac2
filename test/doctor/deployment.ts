import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";
import { type Clients, clientsOf } from "../../packages/cli/src/doctor/clients.ts";
import type { Finding, Report } from "../../packages/cli/src/doctor/finding.ts";
import { run } from "../../packages/cli/src/run.ts";
import { recordedTerminal } from "../../packages/cli/src/test-terminal.ts";

/** An onboarding that runs on a local AWS, and the official clients by which a test breaks it. */
export interface TestDeployment {
  readonly dev: Dev;
  /** The onboarding's. */
  readonly file: string;
  readonly clients: Clients;
  /** What `foyer doctor --json` prints, and its exit code. */
  examine(...args: string[]): Promise<Report & { exitCode: number }>;
  /** The one finding of a kind, which has a reason and a repair and ends the command with 1. @throws with what was found instead */
  finding(id: string, ...args: string[]): Promise<Finding>;
  /** Writes another file beside the onboarding's. @returns its path */
  write(name: string, text: string): string;
  /** What `foyer doctor` prints for people. */
  print(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Deploys a text as an onboarding file, as `foyer dev` does. */
export async function deploy(text: string, options: { sandbox?: boolean } = {}): Promise<TestDeployment> {
  const folder = mkdtempSync(join(tmpdir(), "foyer-doctor-"));
  symlinkSync(join(import.meta.dirname, "..", "..", "node_modules"), join(folder, "node_modules"));
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  write("package.json", '{ "type": "module" }');
  const file = write("onboarding.ts", text);
  const dev = await startDev({ file, ...options });
  const credentials = { accessKeyId: "foyer", secretAccessKey: "foyer" };
  const clients = clientsOf({ endpoint: dev.local.url, region: dev.local.region, credentials });
  const doctor = async (args: string[]) => {
    const terminal = recordedTerminal();
    const [named] = args.filter((each) => each.endsWith(".ts"));
    const words = ["doctor", named ?? file, "--endpoint", dev.local.url, ...args.filter((each) => each !== named)];
    return { exitCode: await run(words, terminal), terminal };
  };
  const examine = async (...args: string[]) => {
    const { exitCode, terminal } = await doctor([...args, "--json"]);
    if (terminal.complained()) throw new Error(terminal.complained());
    return { ...(JSON.parse(terminal.printed()) as Report), exitCode };
  };
  return {
    dev,
    file,
    clients,
    examine,
    write,
    async finding(id, ...args) {
      const { exitCode, findings, unchecked } = await examine(...args);
      const [found, ...more] = findings.filter((each) => each.id === id);
      if (found?.why && found.fix && more.length === 0 && exitCode === 1) return found;
      throw new Error(
        `wanted one ${id}, found: ${[...findings.map((each) => `${each.id}: ${each.what}`), ...unchecked].join("; ")}`,
      );
    },
    async print(...args) {
      const { terminal } = await doctor(args);
      return [terminal.printed(), terminal.complained()].join("\n");
    },
    async stop() {
      await dev.stop();
      for (const client of Object.values(clients)) client.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}

/** An onboarding with a step of most kinds. @param more further steps of `afterwards`, as code */
export const onboarding = (more = "") => `
import { addToGroups, custom, enrichUser, everyone, onboarding, saveUser, sendEmail } from "foyer";
export default onboarding({
  beforeFirstSignIn: { record: saveUser({ table: "users" }), groups: addToGroups({ Users: everyone }) },
  afterwards: {
    company: enrichUser({
      request: async () => ({ url: "https://directory.example.com" }),
      answer: (answer) => answer,
      attributes: { "custom:tier": () => "gold" },
    }),
    welcome: sendEmail({
      from: "Acme <hello@mail.example.com>", subject: "Welcome", html: "<p>Welcome</p>", ifUnknown: "resend", configurationSet: "mails",
    }),${more}
  },
});`;
