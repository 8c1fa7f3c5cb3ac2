import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { readLines } from "./line-reader.ts";

async function read(chunks: Iterable<Buffer>): Promise<string[]> {
  const lines: string[] = [];
  await readLines(Readable.from(chunks, { objectMode: false }), (line) => lines.push(line));
  return lines;
}

/** Keeps this thread busy. */
function compute(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test("lines are whole across chunks, characters too, and the last one needs no end", async () => {
  const bytes = Buffer.from("one\n\ntwo é three\nlast");
  const chunks = [...bytes].map((_, at) => bytes.subarray(at, at + 1));
  assert.deepEqual(await read(chunks), ["one", "", "two é three", "last"]);
});

test("a line that is longer than CloudWatch takes is cut into several", async () => {
  const lines = await read([Buffer.from("x".repeat(600_000))]);
  assert.deepEqual(
    lines.map(({ length }) => length),
    [262_144, 262_144, 75_712],
  );
});

test("the event loop goes round while a chunk of many lines is read, and their order stays", async () => {
  const seen: number[] = [];
  let rounds = 0;
  const timer = setInterval(() => rounds++);
  const chunk = Buffer.from(Array.from({ length: 500 }, (_, n) => `${n}\n`).join(""));
  await readLines(Readable.from([chunk], { objectMode: false }), (line) => {
    seen.push(Number(line));
    compute(0.1);
  });
  clearInterval(timer);
  assert.deepEqual(
    seen,
    Array.from({ length: 500 }, (_, n) => n),
  );
  assert.ok(rounds >= 5, `the event loop went round ${rounds} times`);
});

test("of several streams that flood each gets its turn", async () => {
  const chunk = Buffer.from("line\n".repeat(300));
  const counts = [0, 0, 0];
  let atFirstEnd: number[] | undefined;
  await Promise.all(
    counts.map(async (_, n) => {
      await readLines(Readable.from([chunk], { objectMode: false }), () => {
        counts[n] = (counts[n] as number) + 1;
        compute(0.1);
        if (counts[n] === 300) atFirstEnd ??= [...counts];
      });
    }),
  );
  assert.ok(Math.min(...(atFirstEnd as number[])) > 150, `when one had been read, the streams had ${atFirstEnd} lines`);
  assert.deepEqual(counts, [300, 300, 300]);
});

test("a stream is not read ahead of its lines", async () => {
  let pulled = 0;
  const source = function* () {
    for (; pulled < 1_000; pulled++) yield Buffer.from("x".repeat(9_999).concat("\n").repeat(10));
  };
  let most = 0;
  let lines = 0;
  await readLines(Readable.from(source(), { objectMode: false }), () => {
    most = Math.max(most, pulled - lines++ / 10);
  });
  assert.equal(lines, 10_000);
  assert.ok(most < 10, `${most} chunks were waiting at most`);
});
