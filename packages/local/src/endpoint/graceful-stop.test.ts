import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { test } from "node:test";
import { gracefulStop } from "./graceful-stop.ts";

test("stopping waits for the request under way and for no connection that is silent or at rest", async () => {
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    if (request.url === "/slow") {
      arrived.resolve();
      await gate.promise;
    }
    response.end("done");
  });
  const stop = gracefulStop(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const silent = connect(port, "127.0.0.1");
  const silentClosed = new Promise((resolve) => silent.on("close", resolve).on("error", () => {}));
  await fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text()); // its connection rests now
  const slow = fetch(`http://127.0.0.1:${port}/slow`).then((answer) => answer.text());
  await arrived.promise;
  const startedAt = performance.now();
  const stopped = stop();
  await silentClosed;
  gate.resolve();
  assert.equal(await slow, "done");
  await stopped;
  assert.ok(performance.now() - startedAt < 1_500, "it waited for a connection without a request");
});
