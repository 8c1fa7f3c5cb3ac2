import type { Terminal } from "../terminal.ts";
import type { Scaffolded } from "./scaffold.ts";

/** What was written, what an existing project has to add, and the commands that follow. */
export function nextSteps(folder: string, { written, kept, lacking, notIgnored }: Scaffolded, { style }: Terminal): string {
  const enter = folder === "." ? [] : [`cd ${/^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`}`];
  const install = lacking ? installs(lacking) : ["npm install"];
  const lines = [
    ...written.map((file) => `${style("green", "+")} ${file}`),
    ...kept.map((file) => `${style("dim", "=")} ${file} ${style("dim", "was there and stays as it is")}`),
  ];
  const scripts = Object.entries(lacking?.scripts ?? {}).map(
    ([name, script]) => `    ${JSON.stringify(name)}: ${JSON.stringify(script)}`,
  );
  return [
    lines.join("\n"),
    ...(scripts.length > 0 ? [`Add to "scripts" of package.json:\n${scripts.join(",\n")}`] : []),
    ...(lacking && notIgnored.length > 0 ? [`Add to .gitignore:\n${notIgnored.map((line) => `    ${line}`).join("\n")}`] : []),
    `Next:\n${[...enter, ...install, lacking ? "node --test onboarding.test.ts" : "npm test", lacking ? "npx foyer dev" : "npm start"].map((line) => `    ${line}`).join("\n")}`,
  ].join("\n\n");
}

function installs({ dependencies, devDependencies }: NonNullable<Scaffolded["lacking"]>): string[] {
  const named = (packages: Readonly<Record<string, string>>) =>
    Object.entries(packages).map(([name, range]) => `'${name}@${range}'`);
  const [some, dev] = [named(dependencies), named(devDependencies)];
  return [
    ...(some.length > 0 ? [`npm install ${some.join(" ")}`] : []),
    ...(dev.length > 0 ? [`npm install --save-dev ${dev.join(" ")}`] : []),
  ];
}
