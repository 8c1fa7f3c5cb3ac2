import { signal } from "@preact/signals";
import { get } from "./api/client.ts";

/** What `/_foyer/config.json` says. */
export interface Config {
  endpoint: string;
  region: string;
  accountId: string;
  /** Those of `foyer dev`; absent where pools are made by hand. */
  userPoolId?: string;
  clientId?: string;
  /** What the onboarding declares; absent where none is deployed. */
  steps?: { name: string; phase: string }[];
}

export const config = signal<Config | undefined>(undefined);

/** Reads the settings once, for every page. */
export async function loadConfig(): Promise<void> {
  config.value = await get<Config>("config.json").catch(() => undefined);
}
