import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalAws } from "@foyer/local";
import { credentials } from "./local-pool.ts";
import { run } from "./run.ts";

/** The AWS CLI, pointed at a local AWS and at no configuration of this machine. */
export interface AwsCli {
  /** Runs `aws <args>`. @returns what it printed, parsed; `{}` if it printed nothing */
  // biome-ignore lint/suspicious/noExplicitAny: the answers are compared with what they should be
  answers(...args: string[]): Promise<any>;
  /** Runs `aws <args>`. @returns what it printed, for a command that prints text */
  prints(...args: string[]): Promise<string>;
  /** Runs `aws <args>` and holds that it fails as the CLI does when the service answers `error`. */
  isRefused(error: string, ...args: string[]): Promise<void>;
  /** A folder for files that a command reads or writes. */
  folder: string;
  /** Removes the folder. */
  close(): void;
}

export function awsCli({ url, region }: LocalAws): AwsCli {
  const folder = mkdtempSync(join(tmpdir(), "foyer-aws-cli-"));
  const env = {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
    AWS_PAGER: "",
    // What is refused is not tried again.
    AWS_MAX_ATTEMPTS: "1",
  };
  const aws = (args: string[]) => run("/usr/bin/aws", ["--endpoint-url", url, "--output", "json", ...args], { env });
  const prints = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await aws(args);
    assert.equal(exitCode, 0, `aws ${args.join(" ")}\n${stderr}`);
    return stdout;
  };
  return {
    folder,
    prints,
    async answers(...args) {
      const stdout = await prints(...args);
      return stdout.trim() === "" ? {} : JSON.parse(stdout);
    },
    async isRefused(error, ...args) {
      const { exitCode, stderr } = await aws(args);
      assert.equal(exitCode, 254, `aws ${args.join(" ")}\n${stderr}`);
      assert.match(
        stderr,
        new RegExp(`An error occurred \\(${error}\\) when calling the \\w+ operation(?: \\(reached max retries: 0\\))?: \\w`),
      );
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
