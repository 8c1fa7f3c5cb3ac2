import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { freePort, type ServerCommand, startServer } from "../../test/process/server-process.ts";
import { cognitoClient, createPool, type Target } from "./target.ts";

const peers = join(import.meta.dirname, "..", "peers");
const code = "123456";

/** Installs the peers if they are not there, by the lockfile beside them and with this process's Node. */
export function installPeers(): void {
  if (existsSync(join(peers, "node_modules", "cognito-local"))) return;
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: peers, env, stdio: "inherit" });
}

/** How cognito-local is started in a folder of its own, where it keeps its pools. */
export function cognitoLocalCommand(options: { dir: string; port: number; lambdaUrl?: string | undefined }): ServerCommand {
  const { dir, port, lambdaUrl } = options;
  mkdirSync(join(dir, ".cognito"), { recursive: true });
  const triggers = lambdaUrl ? { LambdaClient: { endpoint: lambdaUrl }, TriggerFunctions: { PostConfirmation: "echo" } } : {};
  writeFileSync(join(dir, ".cognito", "config.json"), JSON.stringify(triggers));
  return {
    args: [join(peers, "node_modules", "cognito-local", "lib", "bin", "start.js")],
    cwd: dir,
    // Without the last, its AWS SDK v2 opens a connection for each trigger.
    env: { HOST: "127.0.0.1", PORT: String(port), CODE: code, AWS_NODEJS_CONNECTION_REUSE_ENABLED: "1" },
    ready: /Cognito Local running on/,
  };
}

/** cognito-local of npm with a PostConfirmation trigger on an endpoint that echoes. */
export async function startCognitoLocal(): Promise<Target> {
  installPeers();
  const lambda = await startServer({ args: [join(peers, "lambda-echo.ts")], ready: /^ready (\S+)$/m });
  const dir = mkdtempSync(join(tmpdir(), "cognito-local-bench-"));
  const port = await freePort();
  const server = await startServer(cognitoLocalCommand({ dir, port, lambdaUrl: lambda.readyMatch[1] }));
  const url = `http://127.0.0.1:${port}`;
  const client = cognitoClient(url);
  return {
    name: "cognito-local",
    url,
    pid: server.pid,
    client,
    newPool: () => createPool(client, "echo"),
    codeOf: async () => code,
    async stop() {
      client.destroy();
      await server.kill("group");
      await lambda.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
