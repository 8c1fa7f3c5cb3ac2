import type { SetFault } from "@foyer/local";
import { get } from "../../api/client.ts";
import { useFresh } from "../../api/use-fresh.ts";
import { type Loaded, useLoad } from "../../api/use-load.ts";

/** What `/_foyer/faults` says. */
export interface FaultState {
  seed: number;
  faults: SetFault[];
  presets: { name: string; summary: string }[];
}

/** The faults that are set, up to date with each strike, and with what a terminal sets. */
export function useFaults(): Loaded<FaultState> {
  const loaded = useLoad(
    (signal) => get<FaultState>("faults", signal),
    [],
    ({ type }) => type === "fault.struck",
  );
  useFresh(loaded.reload);
  return loaded;
}
