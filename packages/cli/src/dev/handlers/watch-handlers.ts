import type { LocalAws } from "@foyer/local";
import { watchSources } from "../watch-sources.ts";
import { type DeployedHandler, deployHandler, type HandlerSettings } from "./deploy-handlers.ts";

/** Existing handlers that were deployed again. */
export interface Redeployment {
  /** Source files, from the working directory. */
  changed: string[];
  /** Those whose code is another now. */
  handlers: DeployedHandler[];
}

export interface HandlerListener {
  redeployed(redeployment: Redeployment): void;
  /** The change cannot be used: what was deployed before stays. */
  failed(message: string): void;
}

/** Deploys handlers again after a change of their files, one change after the other. @returns what ends it */
export function watchHandlers(
  local: LocalAws,
  deployed: readonly DeployedHandler[],
  settings: HandlerSettings,
  listener: HandlerListener,
): () => Promise<void> {
  const current = [...deployed];
  let failures: string[] = [];
  let last: Promise<void> = Promise.resolve();

  async function redeploy(changed: string[]): Promise<void> {
    const handlers: DeployedHandler[] = [];
    const found: string[] = [];
    for (const [index, before] of current.entries()) {
      try {
        const now = await deployHandler(local, before, settings);
        current[index] = now;
        if (now.version !== before.version) handlers.push(now);
      } catch (error) {
        found.push((error as Error).message);
      }
    }
    watchAll();
    if (handlers.length > 0) listener.redeployed({ changed, handlers });
    for (const message of new Set(found)) if (!failures.includes(message)) listener.failed(message);
    failures = found;
  }

  function watchAll(): void {
    sources.watch([...new Set(current.flatMap((handler) => handler.sources))], Math.min(...current.map(({ readAt }) => readAt)));
  }

  const sources = watchSources(process.cwd(), (changed) => {
    last = last.then(() => redeploy(changed));
  });
  watchAll();
  return () => {
    sources.stop();
    return last;
  };
}
