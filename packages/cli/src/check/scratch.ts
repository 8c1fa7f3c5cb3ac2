import type { LocalAws } from "@foyer/local";
import { addCustomAttributes } from "../dev/add-custom-attributes.ts";
import { deployHandler } from "../dev/handlers/deploy-handlers.ts";
import { type TriggerHandler, triggerHandlersOf } from "../dev/handlers/trigger-option.ts";
import { type ProvisionedPool, provisionPool } from "../dev/provision-pool.ts";
import { wire } from "../dev/wire.ts";
import { type HandlerCall, handlerCall } from "./calls.ts";

/** The function's name there. */
export const handlerName = "handler-PostConfirmation";

export interface ScratchOptions {
  /** As the command line names it: `src/welcome.js` or `src/welcome.js:handler`. */
  handler: string;
  /** The handler's environment variables. */
  environment: Record<string, string>;
  /** Further attributes of the user: `custom:plan`. */
  attributes: Record<string, string>;
}

/** A local AWS of its own, in memory, whose pool has the handler as its post confirmation function. */
export interface Scratch {
  local: LocalAws;
  pool: ProvisionedPool;
  /** The attributes that users sign up with. */
  attributes: Record<string, string>;
  /** What the handler asked of AWS since the last `reset`, in the order in which it was answered. */
  calls: HandlerCall[];
  /** Deploys the handler with further environment variables. */
  redeploy(more: Record<string, string>): Promise<void>;
  /** Forgets users, mails, items and faults; the handler and its resources stay. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export async function startScratch({ handler, environment, attributes }: ScratchOptions): Promise<Scratch> {
  const [existing] = triggerHandlersOf([`PostConfirmation=${handler}`]) as [TriggerHandler];
  const { startLocal } = await import("@foyer/local");
  const calls: HandlerCall[] = [];
  const local = await startLocal({
    // Which permissions the handler's role has is not known here.
    iam: "off",
    onCall: (call) => {
      if (call.caller.kind === "function") calls.push(handlerCall(call));
    },
  });
  try {
    const pool = await provisionPool(local, undefined);
    const custom = Object.keys(attributes).filter((name) => name.startsWith("custom:"));
    await addCustomAttributes(
      local,
      pool.userPoolId,
      custom.map((name) => ({ name, type: "String" })),
    );
    const redeploy = async (more: Record<string, string>) => {
      const { functionArn } = await deployHandler(local, existing, { environment: { ...environment, ...more } });
      await wire(local, pool, { PostConfirmation: functionArn });
    };
    await redeploy({});
    return {
      local,
      pool,
      attributes: { name: "Ada Lovelace", given_name: "Ada", family_name: "Lovelace", ...attributes },
      calls,
      redeploy,
      async reset() {
        await local.reset();
        calls.length = 0;
      },
      stop: () => local.stop(),
    };
  } catch (error) {
    await local.stop();
    throw error;
  }
}
