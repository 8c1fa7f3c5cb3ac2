import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** One invocation of a handler of `handlers/`. */
export interface Invocation {
  // biome-ignore lint/suspicious/noExplicitAny: the tests compare it with what they expect
  event: any;
  requestId: string;
}

/** What the deployed handlers were invoked with, told by themselves. */
export interface Recorder {
  url: string;
  invocations: Invocation[];
  /** From now on a handler that tells of itself waits until `release` is called. */
  hold(): void;
  release(): void;
  /** Resolves with all invocations once there are `count` of them; rejects after 15 s. */
  reaches(count: number): Promise<Invocation[]>;
  clear(): void;
  stop(): void;
}

export async function startRecorder(): Promise<Recorder> {
  const invocations: Invocation[] = [];
  const told = new EventEmitter();
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const server = createServer(async (request, response) => {
    invocations.push((await json(request)) as Invocation);
    told.emit("invocation");
    await gate.promise;
    response.end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    invocations,
    hold() {
      gate = Promise.withResolvers<void>();
    },
    release: () => gate.resolve(),
    async reaches(count) {
      const signal = AbortSignal.timeout(15_000);
      while (invocations.length < count) await once(told, "invocation", { signal });
      return invocations;
    },
    clear() {
      invocations.length = 0;
    },
    stop() {
      gate.resolve();
      server.close();
      server.closeAllConnections();
    },
  };
}
