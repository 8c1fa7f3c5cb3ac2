/**
 * The server that the crash run kills: what `foyer dev` starts for the flow, for some flows a second pool whose trigger is the
 * hand-written handler, every line of the functions' logs in a file, and a side door for what no client's call can do.
 */
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { dynamoDbCall } from "../../packages/cli/src/dev/dynamodb-call.ts";
import { type ProvisionedPool, provisionPool } from "../../packages/cli/src/dev/provision-pool.ts";
import { provisionResources } from "../../packages/cli/src/dev/provision-resources.ts";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";
import { wire } from "../../packages/cli/src/dev/wire.ts";
import type { UserToAdd } from "../../packages/local/src/cognito/users/add-user.ts";
import { LogEvents } from "../../packages/local/src/logs/log-events.ts";
import { directory } from "./directory.ts";
import { loadFlow } from "./flows.ts";

const { values } = parseArgs({
  options: { port: { type: "string" }, "side-door": { type: "string" }, data: { type: "string" }, flow: { type: "string" } },
});
const { file, hasTwins } = await loadFlow(values.flow as string);
const dataDir = values.data as string;
const root = join(import.meta.dirname, "..", "..");
const handlers = join(import.meta.dirname, "handlers");
const byHandTable = "by_hand_users";

// The local AWS keeps the last lines of each function; all that was ever logged is to be searched.
const add = LogEvents.prototype.add;
LogEvents.prototype.add = function (line) {
  appendFileSync(join(dataDir, "functions.log"), `${line.functionName}\t${line.text}\n`);
  add.call(this, line);
};

const dev = await startDev({
  file: join(root, file),
  triggers: [{ trigger: "UserMigration", path: join(handlers, "migration", "index.mjs"), exportName: "handler" }],
  port: Number(values.port),
  dataDir,
});
deployWorkspace(dev);
for (const standIn of directory) dev.local.outside.answer(standIn);
const byHand = hasTwins ? await deployByHand(dev) : undefined;
openSideDoor(dev, Number(values["side-door"]));
process.on("SIGTERM", () => void dev.stop().then(() => process.exit(0)));
console.log(`ready ${JSON.stringify({ foyer: dev.pool, byHand })}`);

/** What the flow invokes, in place of the stand-in. */
function deployWorkspace({ local }: Dev): void {
  local.functions.deploy({
    functionName: "make-workspace",
    codeDir: join(handlers, "make-workspace"),
    handler: "index.handler",
    timeoutSeconds: 5,
    environment: { NODE_PATH: join(root, "node_modules") },
  });
}

async function deployByHand({ local }: Dev): Promise<ProvisionedPool> {
  const pool = await provisionPool(local, join(dataDir, "by-hand"));
  const tables = [{ tableName: byHandTable, keyName: "username" }];
  await dynamoDbCall(local.url, "ListTables", {});
  await provisionResources(local, pool.userPoolId, {
    tables,
    groups: ["Users"],
    senders: ["by-hand@example.com"],
    customAttributes: [],
    environment: [],
    eventBuses: [],
    queues: [],
    functions: [],
  });
  const { functionArn } = local.functions.deploy({
    functionName: "by-hand",
    codeDir: join(handlers, "by-hand"),
    handler: "index.handler",
    timeoutSeconds: 5,
    memoryMb: 256,
    // Lambda's Node.js runtime brings the AWS SDK along.
    environment: { TABLE: byHandTable, NODE_PATH: join(root, "node_modules") },
  });
  await wire(local, pool, { PostConfirmation: functionArn });
  return pool;
}

/** `POST /users`: puts a user into a pool as an import or an identity provider does. */
function openSideDoor({ local }: Dev, port: number): void {
  createServer(async (request, response) => {
    const [status, answer] = await answerTo(request.url ?? "").catch((error: Error) => [400, { error: error.message }]);
    response.writeHead(status as number, { "content-type": "application/json" }).end(JSON.stringify(answer));

    async function answerTo(path: string): Promise<[number, unknown]> {
      if (path === "/users") return [200, await local.addUser((await json(request)) as UserToAdd)];
      return [404, {}];
    }
  }).listen(port, "127.0.0.1");
}
