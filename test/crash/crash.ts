/**
 * `npm run crash -- [--flow welcome|saas|every-step] [--kills 20] [--seed S] [--minutes M] [--boundaries]`: see README.md. Exit code 1 if
 * a promise was broken.
 */
import { parseArgs } from "node:util";
import { crashFlow } from "./crash-flow.ts";
import { flowNames } from "./flows.ts";

const { values } = parseArgs({
  options: {
    flow: { type: "string", multiple: true, default: ["welcome", "every-step"] },
    kills: { type: "string", default: "20" },
    seed: { type: "string" },
    "in-flight": { type: "string", default: "8" },
    minutes: { type: "string", default: "Infinity" },
    boundaries: { type: "boolean", default: false },
  },
});
const flows = values.flow;
const unknown = flows.find((flow) => !flowNames.includes(flow));
if (unknown !== undefined) {
  console.error(`There is no flow '${unknown}'. The flows are ${flowNames.join(", ")}.`);
  process.exit(2);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const startedAt = performance.now();

for (const [index, flow] of flows.entries()) {
  // The flows share the kills and the time.
  const kills = values.boundaries ? "at each boundary" : Math.ceil((Number(values.kills) - index) / flows.length);
  const endsAt = startedAt + (Number(values.minutes) * 60_000 * (index + 1)) / flows.length;
  const held = await crashFlow({ flow, kills, seed, inFlight: Number(values["in-flight"]), endsAt });
  if (!held) process.exitCode = 1;
  if (index < flows.length - 1) console.log("");
}
