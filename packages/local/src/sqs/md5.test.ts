import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { md5OfAttributes } from "./md5.ts";

test("the digest of a message's attributes goes over them by name, each part with its length before it", () => {
  const parts = [
    ...["\0\0\0\u0005bytes", "\0\0\0\u0006Binary", "\u0002", "\0\0\0\u0002\0\u007f"],
    ...["\0\0\0\u0004kind", "\0\0\0\u0006String", "\u0001", "\0\0\0\u0007welcome"],
  ];
  const attributes = {
    kind: { DataType: "String", StringValue: "welcome" },
    bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 0x7f]) },
  };
  assert.equal(md5OfAttributes(attributes), createHash("md5").update(parts.join("")).digest("hex"));
  assert.equal(md5OfAttributes({}), undefined);
});
