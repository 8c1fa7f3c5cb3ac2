import { createServer, request } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { createCertificate } from "../../../packages/local/src/cognito/pools/signing-certificates.ts";

/** Serves the application's page on an origin of its own. @returns its address, and how to stop it */
export async function serveApp() {
  const bundled = await build({
    entryPoints: [join(import.meta.dirname, "main.ts")],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
  });
  const page = `<!doctype html><html lang="en"><title>App</title><link rel="icon" href="data:,"><body><script type="module" src="/main.js"></script>`;
  const server = createServer(({ url = "/" }, response) => {
    const isScript = url === "/main.js";
    response.setHeader("content-type", isScript ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8");
    response.end(isScript ? bundled.outputFiles[0]?.contents : page);
  });
  return listening(server, "http");
}

/** A proxy with a certificate of its own in front of the local AWS, as a developer would put one there. */
export async function serveSecurely(to: string) {
  const { certificate, privateKey } = await createCertificate("localhost", Date.now());
  const cert = `-----BEGIN CERTIFICATE-----\n${certificate.replace(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
  const key = privateKey.export({ type: "pkcs8", format: "pem" });
  const server = createSecureServer({ cert, key }, (incoming, response) => {
    const headers = { ...incoming.headers, "x-forwarded-proto": "https" };
    const sent = request(new URL(incoming.url ?? "/", to), { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.on("error", () => response.destroy());
    incoming.pipe(sent);
  });
  return listening(server, "https");
}

async function listening(server: Server & { closeAllConnections(): void }, scheme: string) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `${scheme}://localhost:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
