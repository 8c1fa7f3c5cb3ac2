import type { Server } from "node:http";
import type { Socket } from "node:net";

// What is under way gets this long to finish.
const patienceMs = 2_000;

/**
 * Prepares a server to be stopped: without new requests, with those under way finished. A connection that rests, or has never sent a
 * request, is closed at once; Node's own `closeIdleConnections` leaves the latter open.
 * @returns the function that stops it.
 */
export function gracefulStop(server: Server): () => Promise<void> {
  const busy = new Map<Socket, number>();
  let isStopping = false;
  const change = (socket: Socket, by: 1 | -1) => {
    const count = (busy.get(socket) ?? 0) + by;
    busy.set(socket, count);
    if (isStopping && count === 0) socket.end();
  };
  server.on("connection", (socket) => {
    busy.set(socket, 0);
    socket.on("close", () => busy.delete(socket));
  });
  server.on("request", ({ socket }, response) => {
    change(socket, 1);
    response.on("close", () => change(socket, -1));
  });
  return async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    isStopping = true;
    server.close(() => resolve());
    for (const [socket, count] of busy) if (count === 0) socket.destroy();
    const late = setTimeout(() => server.closeAllConnections(), patienceMs);
    await promise;
    clearTimeout(late);
  };
}
