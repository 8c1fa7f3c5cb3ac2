import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const companies: Readonly<Record<string, object>> = {
  "example.com": { industry: "Documentation", seats: 42 },
  "broken.example": { industry: "Forestry" },
};

let started: Promise<string> | undefined;

/** The address of a directory of companies: here a tiny server in the process of the worker, so that the example runs by itself. */
export function directory(): Promise<string> {
  started ??= start();
  return started;
}

async function start(): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const company = companies[url.replace("/companies/", "")];
    response.writeHead(company ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(company ?? {}));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
