import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { html } from "./html.ts";
import { htmlToText } from "./html-to-text.ts";

test("a value is escaped, nested HTML is not, and nothing gives nothing", () => {
  const name = `<img src=x onerror="alert('1')">&`;
  assert.equal(String(html`<p>${name}</p>`), "<p>&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</p>");
  assert.equal(String(html`<ul>${["a<", "b"].map((item) => html`<li>${item}</li>`)}</ul>`), "<ul><li>a&lt;</li><li>b</li></ul>");
  assert.equal(String(html`${undefined}${null}${false}${0}${[]}`), "0");
});

test("no value can open a tag, end an attribute or begin an entity, and it reads as it was", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const text = String(html`${value}`);
      assert.ok(!/[<>"']/.test(text));
      assert.equal(htmlToText(html`<b>|${value}|</b>`), `|${value}|`.replace(/\s+/g, " "));
    }),
  );
});

test("the text of a mail has its lines, lists and links", () => {
  const mail = html`
    <head><title>no</title><style>p { color: red }</style></head>
    <h1>Welcome, ${"Ann & Bob"}!</h1>
    <p>Start<br>here: <a class="x" href="https://a.b/c?d=1">the guide</a>.</p>
    <ul><li>One</li><li>Two&nbsp;&#8212; &#x74;wo</li></ul>
    <p><a href="https://a.b">https://a.b</a></p>`;
  assert.equal(
    htmlToText(mail),
    "Welcome, Ann & Bob!\n\nStart\nhere: the guide (https://a.b/c?d=1).\n\n- One\n- Two — two\n\nhttps://a.b",
  );
});
