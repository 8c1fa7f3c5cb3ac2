import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ConsoleFiles } from "./console-files.ts";
import { serveConsole } from "./serve-console.ts";

describe("the files of the console", () => {
  const folder = mkdtempSync(join(tmpdir(), "foyer-console-"));
  const script = `console.log("${"it works ".repeat(100)}")`;
  let server: Server;

  before(async () => {
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>Foyer</title>");
    writeFileSync(join(folder, "assets", "index-a1.js"), script);
    writeFileSync(join(folder, "notes.txt"), "not of the console");
    writeFileSync(`${folder}-outside.html`, "outside");
    const files = new ConsoleFiles(folder);
    server = createServer((request, response) => {
      if (!serveConsole(files, request.url ?? "", request, response)) response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
    rmSync(`${folder}-outside.html`);
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers });

  it("are under a policy that runs no script but the console's and loads nothing from elsewhere", async () => {
    for (const path of ["/_foyer", "/_foyer/", "/_foyer/index.html"]) {
      const { status, headers } = await get(path);
      assert.equal(status, 200);
      assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      const policy = headers.get("content-security-policy") ?? "";
      for (const rule of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ])
        assert.ok(policy.split("; ").includes(rule), rule);
      assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    }
  });

  it("are sent once: hashed ones are kept for good, the page is asked for again", async () => {
    const asset = await get("/_foyer/assets/index-a1.js");
    assert.match(asset.headers.get("cache-control") ?? "", /immutable/);
    assert.equal(await asset.text(), script);
    const page = await get("/_foyer/");
    assert.equal(page.headers.get("cache-control"), "no-cache");
    const again = await get("/_foyer/", { "if-none-match": page.headers.get("etag") ?? "" });
    assert.equal(again.status, 304);
  });

  it("are compressed for whoever takes that", async () => {
    const small = await get("/_foyer/assets/index-a1.js", { "accept-encoding": "gzip" });
    assert.equal(small.headers.get("content-encoding"), "gzip");
    assert.ok(Number(small.headers.get("content-length")) < script.length / 4);
    const whole = await get("/_foyer/assets/index-a1.js", { "accept-encoding": "identity" });
    assert.equal(whole.headers.get("content-encoding"), null);
    assert.equal(Number(whole.headers.get("content-length")), script.length);
  });

  it("are read again once they were built anew", async () => {
    const before = (await get("/_foyer/")).headers.get("etag");
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>Foyer 2</title>");
    utimesSync(join(folder, "index.html"), 1, 1);
    const page = await get("/_foyer/");
    assert.match(await page.text(), /Foyer 2/);
    assert.notEqual(page.headers.get("etag"), before);
  });

  it("are those of the console's folder only", async () => {
    const outside = `..%2f${folder.split("/").at(-1)}-outside.html`;
    for (const path of [
      "/_foyer/notes.txt",
      "/_foyer/assets",
      "/_foyer/assets/",
      `/_foyer/${outside}`,
      "/_foyer/users",
      "/_foyer/a/b.js",
    ])
      assert.equal((await get(path)).status, 404, path);
  });
});
