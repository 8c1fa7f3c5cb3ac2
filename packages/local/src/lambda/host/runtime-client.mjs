import { connect } from "node:net";

/**
 * Calls the Runtime API at `host:port/prefix` over one connection that is kept. It speaks its part of HTTP/1.1 by itself:
 * loading `node:http` takes as long as all else of a cold start.
 */
export function runtimeClient(api) {
  const slash = api.indexOf("/");
  const authority = api.slice(0, slash);
  const base = `${api.slice(slash)}/2018-06-01/runtime`;
  let kept;

  function opened() {
    const socket = open(authority);
    return socket.once("close", () => {
      if (kept === socket) kept = undefined;
    });
  }

  async function call(method, path, body = "") {
    const isReused = kept !== undefined;
    const socket = kept ?? opened();
    kept = undefined;
    socket.ref();
    try {
      const length = Buffer.byteLength(body);
      const head = `${method} ${base}${path} HTTP/1.1\r\nhost: ${authority}\r\ncontent-type: application/json\r\ncontent-length: ${length}`;
      const answer = await exchange(socket, `${head}\r\n\r\n${body}`);
      kept = socket;
      // A connection at rest is nothing that a handler waits for.
      socket.unref();
      return answer;
    } catch {
      // The server may close a connection that rested at the very moment it is used again.
      if (isReused) return call(method, path, body);
      return process.exit(1); // without the Runtime API there is nobody left to tell
    }
  }

  return {
    /** Waits for the next invocation, however long that takes. */
    async next() {
      const { headers, body } = await call("GET", "/invocation/next");
      return {
        requestId: headers["lambda-runtime-aws-request-id"],
        deadlineMs: Number(headers["lambda-runtime-deadline-ms"]),
        clockAheadMs: Number(headers["foyer-clock-ahead-ms"]),
        functionArn: headers["lambda-runtime-invoked-function-arn"],
        traceId: headers["lambda-runtime-trace-id"],
        payload: body,
      };
    },
    answer: (requestId, { body, error }) =>
      error === undefined
        ? call("POST", `/invocation/${requestId}/response`, body)
        : call("POST", `/invocation/${requestId}/error`, JSON.stringify(error)),
    initError: (error) => call("POST", "/init/error", JSON.stringify(error)),
  };
}

function open(authority) {
  const [host, port] = authority.split(":");
  const socket = connect({ host, port: Number(port), noDelay: true });
  socket.on("error", () => {}); // "close" follows
  return socket;
}

/** Sends one request and reads its answer, whose length the server always names. */
function exchange(socket, request) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const chunks = [];
  let received = 0;
  let head;
  const end = (settle, value) => {
    socket.off("data", onData).off("close", onClose);
    settle(value);
  };
  const onClose = () => end(reject, new Error("the connection was closed"));
  const onData = (chunk) => {
    chunks.push(chunk);
    received += chunk.length;
    head ??= readHead(chunks);
    if (!head || received < head.length + head.bodyLength) return;
    const body = Buffer.concat(chunks).toString("utf8", head.length, head.length + head.bodyLength);
    end(resolve, { headers: head.headers, body });
  };
  socket.on("data", onData).on("close", onClose);
  socket.write(request);
  return promise;
}

function readHead(chunks) {
  const text = Buffer.concat(chunks).toString("latin1");
  const length = text.indexOf("\r\n\r\n") + 4;
  if (length === 3) return undefined;
  const lines = text
    .slice(0, length - 4)
    .split("\r\n")
    .slice(1);
  const headers = Object.fromEntries(
    lines.map((line) => /^([^:]+):\s*(.*)$/.exec(line).slice(1)).map(([k, v]) => [k.toLowerCase(), v]),
  );
  return { headers, length, bodyLength: Number(headers["content-length"]) };
}
