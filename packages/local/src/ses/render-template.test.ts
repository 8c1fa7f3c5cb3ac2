import assert from "node:assert/strict";
import { test } from "node:test";
import { RenderingError, renderTemplate } from "./render-template.ts";

const data = {
  name: "Ada",
  plan: { name: "pro", seats: 0 },
  tips: [{ title: "One" }, { title: "Two" }],
  empty: [],
};

test("placeholders, paths, comments and blocks are rendered", () => {
  const cases: [string, string][] = [
    ["Hi {{name}}, {{ plan.name }} {{plan.seats}}{{! nothing }}{{!-- }} --}}!", "Hi Ada, pro 0!"],
    ["{{{name}}}", "Ada"],
    ["{{#if plan}}yes{{else}}no{{/if}}{{#if missing}}yes{{else}}no{{/if}}{{#unless empty}}none{{/unless}}", "yesnonone"],
    ["{{#each tips}}{{@index}} {{title}} for {{name}}{{#unless @last}}, {{/unless}}{{/each}}", "0 One for Ada, 1 Two for Ada"],
    ["{{#each empty}}x{{else}}no tips{{/each}}", "no tips"],
    ["{{#with plan}}{{name}} of {{../name}}{{/with}}", "pro of Ada"],
    ["no placeholder { at } all", "no placeholder { at } all"],
  ];
  for (const [template, text] of cases) assert.equal(renderTemplate(template, data), text, template);
});

test("a value that is missing, a block that is not closed and what is not known are errors", () => {
  for (const template of [
    "{{missing}}",
    "{{plan.missing}}",
    "{{constructor}}",
    "{{#if name}}x",
    "{{/if}}",
    "{{#if name}}{{/each}}",
  ])
    assert.throws(() => renderTemplate(template, data), RenderingError, template);
  assert.throws(() => renderTemplate("{{> header}}", data), { message: "The local AWS does not render {{> header}}" });
});
