import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeAwsChunked, type Trailers } from "./aws-chunked.ts";

const signature = "a".repeat(64);

function encode(chunks: Uint8Array[], isSigned: boolean, trailers: [string, string][]): Buffer {
  const head = (size: number) => `${size.toString(16)}${isSigned ? `;chunk-signature=${signature}` : ""}\r\n`;
  const parts = chunks
    .filter(({ length }) => length > 0)
    .flatMap((chunk) => [Buffer.from(head(chunk.length)), chunk, Buffer.from("\r\n")]);
  const end = `${head(0)}${trailers.map(([name, value]) => `${name}:${value}\r\n`).join("")}\r\n`;
  return Buffer.concat([...parts, Buffer.from(end)]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(bytes: Buffer, size = bytes.length): Promise<{ body: Buffer; trailers: Trailers }> {
  const trailers: Trailers = new Map();
  const body: Buffer[] = [];
  for await (const piece of decodeAwsChunked(inPieces(bytes, size), trailers)) body.push(piece);
  return { body: Buffer.concat(body), trailers };
}

test("chunks and trailers come out as they went in, however the network cuts them", async () => {
  const stream = fc.record({
    chunks: fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }),
    isSigned: fc.boolean(),
    trailers: fc.constantFrom<[string, string][]>([], [["x-amz-checksum-crc32", "AAAAAA=="]]),
    size: fc.integer({ min: 1, max: 50 }),
  });
  await fc.assert(
    fc.asyncProperty(stream, async ({ chunks, isSigned, trailers, size }) => {
      const decoded = await decode(encode(chunks, isSigned, trailers), size);
      assert.deepEqual(decoded.body, Buffer.concat(chunks));
      assert.deepEqual([...decoded.trailers], trailers);
    }),
  );
});

test("a body that stops early, or is none, is refused", async () => {
  const whole = encode([Buffer.from("hello"), Buffer.from("world")], true, [["x-amz-checksum-crc32", "AAAAAA=="]]);
  for (let length = 1; length < whole.length - 2; length++) {
    const cut = whole.subarray(0, length);
    // After a whole trailer line some clients stop.
    if (cut.toString().endsWith("==\r\n") || cut.toString().endsWith(`0;chunk-signature=${signature}\r\n`)) continue;
    await assert.rejects(decode(cut, 7), { name: /^(IncompleteBody|InvalidRequest)$/ }, `${length}`);
  }
  for (const text of [
    "hello",
    "5\nhello\r\n0\r\n\r\n",
    "5\r\nhelloX\r\n0\r\n\r\n",
    "-1\r\n",
    "0\r\n\r\nmore",
    "fffffffffff\r\n",
    `${"0".repeat(9_000)}`,
  ])
    await assert.rejects(decode(Buffer.from(text)), { name: /^(IncompleteBody|InvalidRequest)$/ }, text.slice(0, 20));
});
