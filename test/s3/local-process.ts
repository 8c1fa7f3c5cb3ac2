import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { S3Client } from "@aws-sdk/client-s3";

const program = `
import { startLocal } from ${JSON.stringify(import.meta.resolve("@foyer/local"))};
const local = await startLocal({ dataDir: process.argv[1] });
console.log(local.url);`;

export interface LocalProcess {
  pid: number;
  s3: S3Client;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
}

/** A local AWS in a process of its own, which ends with the test. */
export async function startProcess(context: TestContext, dataDir: string): Promise<LocalProcess> {
  const args = ["--conditions=foyer-source", "--input-type=module-typescript", "--eval", program, dataDir];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [endpoint] = (await once(createInterface(child.stdout), "line")) as [string];
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const s3 = new S3Client({ region: "us-east-1", endpoint, credentials, maxAttempts: 1 });
  const kill = async () => {
    s3.destroy();
    child.kill("SIGKILL");
    await ended;
  };
  context.after(kill);
  return { pid: child.pid as number, s3, kill };
}
