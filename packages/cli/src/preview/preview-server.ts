import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CommandError } from "../errors.ts";
import { defaultEndpoint } from "../local-client.ts";
import { page, script, style } from "./page.ts";
import type { PreviewMails } from "./preview-mails.ts";
import type { SampleUser } from "./sample-users.ts";
import { documentOf, shownMail } from "./shown-mail.ts";
import { type TemplateSources, withTemplate } from "./stored-templates.ts";

export interface PreviewServer {
  url: string;
  /** Tells open pages to look again. */
  changed(): void;
  stop(): Promise<void>;
}

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A mail was written with values of anybody: no script, no form and no network, wherever it is opened. */
const mailPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'";

/**
 * Serves the page on 127.0.0.1, to this machine only.
 * @param port 0 takes a free one
 * @throws {CommandError} if the port is in use
 */
export async function servePreview(
  mails: () => PreviewMails,
  users: readonly SampleUser[],
  port: number,
  templates: TemplateSources = { endpoint: process.env.AWS_ENDPOINT_URL || defaultEndpoint },
): Promise<PreviewServer> {
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    response.setHeader("cache-control", "no-store");
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("referrer-policy", "no-referrer");
    response.setHeader("cross-origin-resource-policy", "same-origin");
    if (!isOwn(request, server)) return send(response, 403, "text/plain", "This page is for this machine only.");
    if (request.method !== "GET") return send(response, 405, "text/plain", "Only GET is answered.");
    answer(request, response).catch((error: Error) => send(response, 500, "text/plain", error.message));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const { steps, failure } = mails();
    const asked = steps.find(({ step }) => step === searchParams.get("step"));
    const user = users[Number(searchParams.get("user"))];
    switch (pathname) {
      case "/":
        return send(response, 200, "text/html", page, pagePolicy);
      case "/page.js":
        return send(response, 200, "text/javascript", script);
      case "/page.css":
        return send(response, 200, "text/css", style);
      case "/mails.json": {
        const named = steps.map(({ step, phase }) => ({ step, phase }));
        return sendJson(response, { steps: named, users: users.map(({ label }) => label), failure: failure ?? null });
      }
      case "/events":
        return follow(response);
      case "/mail.json":
        if (asked && user) return sendJson(response, await shownMail(asked, user, templates));
        break;
      case "/mail.html":
        if (asked && user)
          return send(
            response,
            200,
            "text/html",
            documentOf(await withTemplate(await asked.render(user), templates)),
            mailPolicy,
          );
    }
    send(response, 404, "text/plain", "There is nothing here.");
  }

  function follow(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("\n");
    open.add(response);
    response.on("close", () => open.delete(response));
  }

  await listening(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    changed() {
      for (const response of open) response.write("data: changed\n\n");
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Asked for by its own name, so that no name of a stranger's leads here, and by no page of another site. */
function isOwn({ headers }: IncomingMessage, server: Server): boolean {
  const { port } = server.address() as AddressInfo;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(headers.host ?? "")) return false;
  if (headers.origin !== undefined) return own.includes(headers.origin.replace(/^http:\/\//, ""));
  return headers["sec-fetch-site"] !== "cross-site" || headers["sec-fetch-mode"] === "navigate";
}

async function listening(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      const why = code === "EADDRINUSE" ? `the port ${port} is in use. Take another with --port.` : `${message}.`;
      reject(new CommandError(`Cannot show the preview as ${why}`));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, "application/json", JSON.stringify(value));
}

function send(response: ServerResponse, status: number, type: string, body: string, policy = "default-src 'none'"): void {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "content-security-policy": policy });
  response.end(body);
}
