/**
 * Run as a process: the smallest Lambda endpoint that a peer's trigger can call. Every function answers its event at once. Prints one
 * line `ready <url>`.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((request, response) => {
  response.writeHead(200, { "content-type": "application/json", "x-amz-executed-version": "$LATEST" });
  request.pipe(response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`));
