import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder } from "./order.ts";

test("a resource comes after those that it names by Ref, Fn::GetAtt, Fn::Sub and DependsOn, however deep", () => {
  const order = inOrder({
    Last: { Type: "T", DependsOn: ["ByRef", "BySub"] },
    ByRef: { Type: "T", Properties: { list: [{ deep: { Ref: "First" } }] } },
    BySub: {
      Type: "T",
      Properties: { text: { "Fn::Sub": [`\${ByAttribute.Arn}/\${v}`, { v: { "Fn::GetAtt": ["Second", "Arn"] } }] } },
    },
    ByAttribute: { Type: "T", Properties: { text: { "Fn::GetAtt": "First.Arn" } }, DependsOn: "Second" },
    Second: { Type: "T", Properties: { text: "First" } },
    First: { Type: "T", Properties: { region: { Ref: "AWS::Region" } } },
  });
  assert.deepEqual(order, ["First", "ByRef", "Second", "ByAttribute", "BySub", "Last"]);
});

test("a cycle is shown", () => {
  const refers = (to: string) => ({ Type: "T", Properties: { to: { Ref: to } } });
  assert.throws(() => inOrder({ A: refers("B"), B: refers("C"), C: refers("B") }), /must not wait for each other: B → C → B$/);
});
