import assert from "node:assert/strict";
import { it } from "node:test";
import { styleText } from "node:util";
import { withoutCommands } from "./terminal.ts";

it("shows a text with its colours and lines, and lets no text of a user's command the terminal", () => {
  const styled = `${styleText("bold", "Ada", { validateStream: false })}\n\tmail`;
  assert.equal(withoutCommands(styled), styled);
  const hostile = "Hello \u001b[2J\u001b]0;title\u0007\u001bc\r\b\u009b1A there";
  assert.equal(withoutCommands(hostile), "Hello \ufffd[2J\ufffd]0;title\ufffd\ufffdc\ufffd\ufffd\ufffd1A there");
});
