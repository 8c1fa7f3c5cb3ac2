import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadConstraints } from "../../model/constraints.ts";
import { patternOf } from "./patterns.ts";

const { shapes } = loadConstraints("cognito-idp");
const patternsOf = (name: string) => patternOf(shapes[name]?.pattern as string);

describe("the patterns of AWS's models", () => {
  it("are all read", () => {
    const sources = Object.values(shapes).flatMap(({ pattern }) => pattern ?? []);
    assert.ok(sources.length > 50);
    for (const source of sources) assert.doesNotThrow(() => patternOf(source)("x"), source);
  });

  const cases: [shape: string, fits: string[], fitsNot: string[]][] = [
    ["UsernameType", ["ada", "ada@example.com", "李小龍", "😀", "__proto__"], ["a da", "a\u0000", "\uD800", "a\n", ""]],
    ["PasswordType", ["Correct-horse-7", "a b", "a\u00a0", "\u00a0b", "aa"], [" ab", "ab ", "a", "a\nb", ""]],
    ["ConfirmationCodeType", ["123456", "x"], ["1 2", "123\n"]],
    ["UserPoolIdType", ["us-east-1_AbC123", "local_1"], ["us-east-1", " us-east-1_a", "us-east-1_a-b"]],
    ["AttributeNameType", ["email", "custom:a b", "a\tb"], ["a\u000b", "a\u0000"]],
    ["SmsVerificationMessageType", ["code {####}"], ["code", "a\n{####}"]],
    ["SmsInviteMessageType", ["a\nb", ""], []],
    ["EmailVerificationMessageType", ["a {####}\r\nb", "{####}{####}"], ["{###}", "{####}\u0000"]],
    ["EmailVerificationMessageByLinkType", ["{##Verify##}", "a{####}b", "{## {####}"], ["{###}", "##}{##", "{##x##}\u0000"]],
    ["TokenModelType", ["a.b-c_d="], ["a b", "a/b"]],
    ["DomainType", ["my-app"], ["-app", "App", "a".repeat(64)]],
    ["EmailAddressType", ["a@b"], ["a", "@b", "a@", `${"a@".repeat(10_000)}b`]],
  ];
  for (const [shape, fits, fitsNot] of cases)
    it(`${shape} takes the whole text and what Java takes`, () => {
      const matches = patternsOf(shape);
      for (const text of fits) assert.ok(matches(text), JSON.stringify(text));
      for (const text of fitsNot) assert.ok(!matches(text), JSON.stringify(text.slice(0, 50)));
    });

  it("cost little for a text that is made to cost much", () => {
    const fillings = ["{####}", "{##", "##}", "@", "a", ":", "-", "arn:a:", "_1"];
    const started = performance.now();
    for (const [name, { pattern, max = 100_000 }] of Object.entries(shapes)) {
      if (pattern === undefined) continue;
      for (const filling of fillings) {
        const text = `${filling.repeat(Math.min(max, 100_000) / filling.length)}\u0000`;
        const from = performance.now();
        patternsOf(name)(text);
        assert.ok(performance.now() - from < 1_000, `${name} with ${filling}`);
      }
    }
    assert.ok(performance.now() - started < 10_000);
  });
});
