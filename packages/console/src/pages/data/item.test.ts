import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lineOf, plainItem, queryOf } from "./item.ts";

describe("an item of DynamoDB", () => {
  const item = {
    pk: { S: "ada" },
    sk: { N: "7" },
    big: { N: "12345678901234567890" },
    steps: { M: { welcome: { M: { state: { S: "done" }, at: { NULL: true } } } } },
    tags: { SS: ["a", "b"] },
    list: { L: [{ N: "1.5" }, { BOOL: false }] },
    ids: { NS: ["1", "2"] },
  };

  it("is read as JSON, numbers that do not fit as text", () => {
    assert.deepEqual(plainItem(item), {
      pk: "ada",
      sk: 7,
      big: "12345678901234567890",
      steps: { welcome: { state: "done", at: null } },
      tags: ["a", "b"],
      list: [1.5, false],
      ids: [1, 2],
    });
  });

  it("is a line of its keys and the rest", () => {
    const { title, rest } = lineOf({ pk: { S: "ada" }, sk: { N: "7" }, on: { BOOL: true } }, ["pk", "sk"]);
    assert.deepEqual([title, rest], ["ada · 7", '{"on":true}']);
  });

  it("is asked for by its key, a text by how it begins", () => {
    const types = { pk: "S", sk: "S", at: "N" };
    assert.deepEqual(queryOf({ partition: "pk", sort: "sk" }, types, { partition: "ada", sort: "step#" }), {
      KeyConditionExpression: "#p = :p AND begins_with(#s, :s)",
      ExpressionAttributeNames: { "#p": "pk", "#s": "sk" },
      ExpressionAttributeValues: { ":p": { S: "ada" }, ":s": { S: "step#" } },
    });
    assert.deepEqual(queryOf({ partition: "pk", sort: "at" }, types, { partition: "ada", sort: "3" }), {
      KeyConditionExpression: "#p = :p AND #s = :s",
      ExpressionAttributeNames: { "#p": "pk", "#s": "at" },
      ExpressionAttributeValues: { ":p": { S: "ada" }, ":s": { N: "3" } },
    });
    assert.deepEqual(queryOf({ partition: "pk" }, types, { partition: "ada", sort: "ignored" }), {
      KeyConditionExpression: "#p = :p",
      ExpressionAttributeNames: { "#p": "pk" },
      ExpressionAttributeValues: { ":p": { S: "ada" } },
    });
  });
});
