import assert from "node:assert/strict";
import { test } from "node:test";
import { asksForPictures, linksOf, size } from "./mail-words.ts";

test("the links of a mail are those to the web, each once, with their words", () => {
  const html = `<a class="b" href="https://acme.com/a?x=1&amp;y=2"><b>Go</b> on</a> <A HREF='http://127.0.0.1:4600/confirm'></A>
    <a href="javascript:alert(1)">no</a><a href="mailto:a@b.c">no</a><a href=" https://acme.com/a?x=1&#38;y=2 ">again</a><a name="x">no</a>`;
  assert.deepEqual(linksOf(html), [
    { href: "https://acme.com/a?x=1&y=2", text: "Go on" },
    { href: "http://127.0.0.1:4600/confirm", text: "http://127.0.0.1:4600/confirm" },
  ]);
  assert.deepEqual(linksOf(`<a href="java&#115;cript:alert(1)">x</a><a href="https://">y</a>`), []);
});

test("pictures from elsewhere are noticed, those in the mail are not", () => {
  for (const html of [`<img alt="" src="https://a.b/c">`, `<td background=//a.b/c>`, `<p style="background:url('http://a.b')">`])
    assert.ok(asksForPictures(html), html);
  for (const html of [`<img src="cid:logo">`, `<img src="data:image/png;base64,AA">`, `<a href="https://a.b">x</a>`])
    assert.ok(!asksForPictures(html), html);
});

test("a size has the unit that fits", () => {
  assert.deepEqual([size(2), size(1234), size(5_400_000)], ["2 B", "1.2 kB", "5.4 MB"]);
});
