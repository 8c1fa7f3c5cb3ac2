import { type LocalAws, startLocal } from "@foyer/local";
import { triggerHandler } from "foyer/lambda/trigger";
import { workerHandler } from "foyer/lambda/worker";
import onboarding from "./onboarding.ts";

export const trigger = triggerHandler(onboarding);
export const worker = workerHandler(onboarding);

const local: LocalAws = await startLocal();
const pool = (await local.call("cognito-idp", "CreateUserPool", { PoolName: "main" })) as { UserPool: { Id: string } };
const answer = await fetch(`${local.url}/${pool.UserPool.Id}/.well-known/jwks.json`);
const { keys } = (await answer.json()) as { keys: unknown[] };
await local.stop();
console.log(`served ${keys.length} keys`);
