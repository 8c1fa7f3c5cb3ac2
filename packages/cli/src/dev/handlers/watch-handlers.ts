import { dirname } from "node:path";
import type { LocalAws } from "@foyer/local";
import { watchSources } from "../watch-sources.ts";
import { type DeployedHandler, deployHandler, type HandlerSettings } from "./deploy-handlers.ts";

/** An existing handler that was deployed again. */
export interface RedeployedHandler extends DeployedHandler {
  /** Source files, by name. */
  changed: string[];
}

export interface HandlerListener {
  redeployed(handler: RedeployedHandler): void;
  /** The change cannot be used: what was deployed before stays. */
  failed(message: string): void;
}

/** Deploys each handler again after a change of its files, one after the other. @returns what ends it */
export function watchHandlers(
  local: LocalAws,
  deployed: DeployedHandler[],
  settings: HandlerSettings,
  listener: HandlerListener,
): () => Promise<void> {
  const watched = deployed.map((handler) => watchHandler(local, handler, settings, listener));
  return async () => {
    await Promise.all(watched.map((end) => end()));
  };
}

function watchHandler(local: LocalAws, first: DeployedHandler, settings: HandlerSettings, listener: HandlerListener) {
  let current = first;
  let failure: string | undefined;
  let last: Promise<void> = Promise.resolve();

  async function redeploy(changed: string[]): Promise<void> {
    try {
      const { version } = current;
      current = await deployHandler(local, current, settings);
      failure = undefined;
      sources.watch(current.sources, current.readAt);
      if (current.version !== version) listener.redeployed({ ...current, changed });
    } catch (error) {
      const { message } = error as Error;
      if (message !== failure) listener.failed(message);
      failure = message;
    }
  }

  const sources = watchSources(dirname(first.path), (changed) => {
    last = last.then(() => redeploy(changed));
  });
  sources.watch(first.sources, first.readAt);
  return () => {
    sources.stop();
    return last;
  };
}
