#!/usr/bin/env node
import module from "node:module";

module.enableCompileCache?.(); // absent before Node 22.8, which is refused below

if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(`foyer needs Node 24 or later: this is ${process.version}. See https://nodejs.org/en/download.`);
  process.exitCode = 1;
} else {
  const [{ run }, { processTerminal }] = await Promise.all([import("./run.ts"), import("./terminal.ts")]);
  process.exitCode = await run(process.argv.slice(2), processTerminal());
}
