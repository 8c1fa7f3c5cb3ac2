import type { LocalAws } from "@foyer/local";

const sweepEveryMs = 15 * 60_000;

/** Invokes the sweep every quarter of an hour of the local AWS's time, as a schedule does on AWS. @returns what ends it */
export function scheduleSweep({ clock, functions }: LocalAws): () => void {
  let cancel: () => void;
  const wait = () => {
    cancel = clock.at(clock.now() + sweepEveryMs, () => {
      functions.invokeLater({ functionName: "foyer-sweep", payload: "{}" });
      wait();
    });
  };
  wait();
  return () => cancel();
}
