import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const companies: Readonly<Record<string, object>> = {
  "example.com": { name: "Example", seats: 42 },
  "globex.example": { name: "Globex", seats: 900 },
  "broken.example": { name: "Broken" },
};

let started: Promise<string> | undefined;

/** The address of a directory of companies: here a tiny server in the process of the worker, so that the example runs by itself. */
export function directory(): Promise<string> {
  started ??= start();
  return started;
}

async function start(): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const found = companies[url.replace("/companies/", "")];
    response.writeHead(found ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(found ?? {}));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
