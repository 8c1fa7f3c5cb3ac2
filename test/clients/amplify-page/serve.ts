import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles the page as an application is bundled and serves it on an origin of its own, so that the browser asks for CORS.
 * @param folder with `main.ts` and `index.html`; default: Amplify's page for user pools
 * @returns its address and how to stop it
 */
export async function servePage(folder = import.meta.dirname): Promise<{ origin: string; stop: () => Promise<void> }> {
  const bundled = await build({
    entryPoints: [join(folder, "main.ts")],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    write: false,
  });
  const script = bundled.outputFiles[0]?.contents;
  const page = readFileSync(join(folder, "index.html"));
  const server = createServer(({ url = "/" }, response) => {
    const isScript = url === "/main.js";
    response.setHeader("content-type", isScript ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8");
    response.end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
