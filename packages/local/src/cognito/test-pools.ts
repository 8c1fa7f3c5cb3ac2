import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { Clock } from "../clock.ts";
import { startEndpoint } from "../endpoint/endpoint.ts";
import { Journal } from "../journal/journal.ts";
import { createKms, kmsService } from "../kms/kms.ts";
import { createFunctions } from "../lambda/functions.ts";
import { runtimeApi } from "../lambda/host/runtime-api.ts";
import { createInbox } from "../ses/inbox.ts";
import { Store } from "../store/store.ts";
import { type CognitoSettings, createCognito } from "./cognito.ts";
import { managedLogin } from "./hosted-pages/managed-login.ts";
import { cognitoImportUpload } from "./imports/import-upload.ts";
import { confirmationPage } from "./messages/confirmation-page.ts";
import { cognitoService } from "./operations/index.ts";
import { cognitoDiscovery } from "./pools/discovery.ts";

export const password = "Correct-horse-7";

/** User pools, inbox and function host on a port of their own, in memory, with the official client to drive them. */
export async function startPools(options: CognitoSettings = {}) {
  const folder = mkdtempSync(join(tmpdir(), "foyer-pools-"));
  const store = new Store(":memory:");
  const clock = new Clock();
  const journal = new Journal(store, clock);
  const inbox = createInbox({ store, clock, journal });
  const region = "us-east-1";
  const accountId = "000000000000";
  let url = "";
  const endpointUrl = () => url;
  const functions = createFunctions({ store, clock, journal, region, accountId, endpointUrl });
  const keys = createKms({ store, clock, region, accountId });
  const parts = { store, clock, journal, inbox, keys, functions, region, accountId, endpointUrl };
  const cognito = createCognito({ ...options, ...parts });
  const failures: unknown[] = [];
  const endpoint = await startEndpoint({
    port: 0,
    store,
    services: [cognitoService(cognito), kmsService(keys)],
    rawServices: [
      runtimeApi(functions),
      cognitoDiscovery(cognito),
      cognitoImportUpload(cognito),
      managedLogin(cognito, (error) => failures.push(error)),
      confirmationPage(cognito),
    ],
    onError: (error) => failures.push(error),
  });
  url = endpoint.url;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new CognitoIdentityProviderClient({ region, endpoint: url, credentials, maxAttempts: 1 });
  return {
    url,
    store,
    clock,
    journal,
    inbox,
    functions,
    cognito,
    client,
    /** What failed inside, none of which a client may cause. */
    failures,

    /** A pool and a client of it that may sign in with a password. */
    async createPool(pool: Partial<CreateUserPoolRequest> = {}, appClient: Partial<CreateUserPoolClientRequest> = {}) {
      // Without it a pool can neither verify phone numbers nor, unless set up otherwise, ask for a second factor.
      const sends = pool.AutoVerifiedAttributes?.includes("phone_number") || (pool.MfaConfiguration ?? "OFF") !== "OFF";
      const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" };
      const created = await client.send(
        new CreateUserPoolCommand({
          PoolName: "main",
          AutoVerifiedAttributes: ["email"],
          ...(sends && { SmsConfiguration }),
          ...pool,
        }),
      );
      const UserPoolId = created.UserPool?.Id as string;
      const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] as const;
      const made = await client.send(
        new CreateUserPoolClientCommand({
          UserPoolId,
          ClientName: "app",
          ExplicitAuthFlows: [...ExplicitAuthFlows],
          ...appClient,
        }),
      );
      return { UserPoolId, ClientId: made.UserPoolClient?.ClientId as string, ClientSecret: made.UserPoolClient?.ClientSecret };
    },

    /** The digits in the newest mail to an address. */
    async codeFor(to: string): Promise<string> {
      const [mail] = inbox.list({ to });
      const code = /\b\d{6}\b/.exec(mail?.text ?? "")?.[0];
      if (!code) throw new Error("Cannot read a code as the newest mail holds none");
      return code;
    },

    /**
     * Deploys a function and lets Cognito invoke it.
     * @param body of `async (event, note) => …`; `note(value)` keeps a value that `notes()` gives back.
     */
    deploy(functionName: string, body: string, { permitted = true, timeoutSeconds = 20 } = {}) {
      const codeDir = mkdtempSync(join(folder, `${functionName}-`));
      const notesFile = join(folder, `${functionName}.jsonl`);
      writeFileSync(notesFile, "");
      writeFileSync(
        join(codeDir, "index.mjs"),
        `import { appendFileSync } from "node:fs";
const note = (value) => appendFileSync(process.env.NOTES, JSON.stringify(value) + "\\n");
const run = async (event, note) => { ${body} };
export const handler = (event) => run(event, note);`,
      );
      const { functionArn } = functions.deploy({
        functionName,
        codeDir,
        handler: "index.handler",
        timeoutSeconds,
        environment: { NOTES: notesFile },
      });
      if (permitted) this.permit(functionName);
      const notes = () =>
        readFileSync(notesFile, "utf8")
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line));
      return { functionArn, notes };
    },

    /** Lets Cognito invoke a function. */
    permit(functionName: string) {
      const permission = { FunctionName: functionName, StatementId: "cognito", Action: "lambda:InvokeFunction" };
      const reference = { functionName, qualifier: undefined };
      functions.permissions.add(reference, { ...permission, Principal: "cognito-idp.amazonaws.com" });
    },

    async stop() {
      client.destroy();
      clock.stop();
      await functions.stop();
      await endpoint.stop();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
