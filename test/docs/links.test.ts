import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..", "..");
const made = new Set(["node_modules", "dist", "templates", "cdk.out"]);
const exclude = ({ name }: { name: string }) => made.has(name) || name.startsWith(".");
const pages = globSync("**/*.md", { cwd: root, exclude, withFileTypes: true }).map(({ parentPath, name }) =>
  join(parentPath, name),
);
const textOf = (page: string) => readFileSync(page, "utf8");
const proseOf = (page: string) => textOf(page).replace(/^ *```.*?^ *```$/gms, "");

/** The anchors of a page's titles, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const titles = [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title.toLowerCase());
  return titles.map((title) => title.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-"));
}

test("every link of every page leads to a file, and to a part of it if it names one", () => {
  const broken = pages.flatMap((page) =>
    [...proseOf(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      const found = existsSync(target) && (anchor === undefined || anchorsOf(target).includes(anchor));
      return found ? [] : [`${page}: ${link}`];
    }),
  );
  assert.ok(pages.length > 60, `${pages.length} pages were found`);
  assert.deepEqual(broken, []);
});

test("every path of this repository that a page names is there", () => {
  const missing = pages.flatMap((page) =>
    [...proseOf(page).matchAll(/`((?:packages|test|docs|examples|bench|scripts)\/[\w./*-]+)`/g)].flatMap(([, path = ""]) =>
      globSync(path, { cwd: root }).length > 0 ? [] : [`${page}: ${path}`],
    ),
  );
  assert.deepEqual(missing, []);
});

test("every folder on the map of ARCHITECTURE.md is there, and every folder of the library's and the local AWS's sources is on it", () => {
  const map = /## The map\n(.*?)\n\S/s.exec(textOf(join(root, "ARCHITECTURE.md")))?.[1] ?? "";
  let folder = "";
  const named = map.split("\n").flatMap((line) => {
    const [, top] = /^ {4}([a-z][\w./-]*\/)/.exec(line) ?? [];
    if (top !== undefined) folder = top;
    // On a line of sources: `src/iam/ sts/ identity/   …; src/journal/`.
    const [, beside = ""] = /^ {6}src\/\w+\/((?: \w+\/)+)/.exec(line) ?? [];
    const sources = [...line.matchAll(/\bsrc\/(\w+\/)/g)].map(([, name = ""]) => name);
    const folders = [...sources, ...beside.split(" ").slice(1)].map((name) => join(folder, "src", name));
    return top === undefined ? folders : [top, ...folders];
  });
  assert.deepEqual(
    named.filter((path) => !existsSync(join(root, path))),
    [],
  );
  const sources = globSync("packages/{foyer,local}/src/*/", { cwd: root }).map((path) => join(path, "/"));
  assert.deepEqual(
    sources.filter((path) => !named.includes(path)),
    [],
  );
});
