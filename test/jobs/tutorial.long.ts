import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { days, fourteenDays } from "../../examples/tutorial/fourteen-days.ts";
import { member } from "../../examples/tutorial/member.ts";
import { picture } from "../../examples/tutorial/picture.ts";
import { type Stage, startStage } from "./stage.ts";

test("in fourteen days each gets what they did not do yet, and nobody a mail after they finished, left or were shut out", async () => {
  const stories = await fourteenDays();
  const told = stories.map(({ name, mails, end }) => [name, mails.map(({ day, subject }) => `${day} ${subject}`), end]);
  const begin = ["0 Welcome", "1 Your first project"];
  const third = "3 Two minutes are enough";
  assert.deepEqual(told, [
    ["Ada", [...begin, "3 Well done"], "complete"],
    ["Ben", [...begin, third, "7 May we help?", "14 The last mail of this kind"], "complete"],
    ["Cleo", begin, "complete: the flow stopped: unsubscribed"],
    ["Dan", [...begin, third], "complete: user deleted"],
    ["Eve", [...begin, third], "complete: user disabled"],
  ]);
  const [, ada, ben] = picture(stories, days).split("\n");
  assert.match(ada ?? "", /^ {2}Ada {6}✉ {3}✉ {3}★ {3}✉ +complete$/);
  assert.equal(ben?.match(/✉/g)?.length, 5);
});

let stage: Stage;
before(async () => {
  stage = await startStage("examples/tutorial/onboarding.ts");
});
after(() => stage?.stop());

const itemOf = async (sub: string) =>
  (await stage.items(member.table)).find(({ pk }) => (pk as { S: string }).S === `MEMBER#${sub}`);

test("the record has both parts of its key, and the groups are those of the rules", async () => {
  const colleague = await stage.signUp({ email: "grace@example.com", locale: "es-MX" });
  const stranger = await stage.signUp({ locale: "Team", name: "SpanishSpeakers" });
  for (const person of [colleague, stranger]) {
    await stage.confirm(person);
    assert.deepEqual((await itemOf(person.sub))?.sk, { S: "PROFILE" });
    assert.deepEqual((await itemOf(person.sub))?.email, { S: person.email });
  }
  assert.deepEqual(stage.dev.local.timeline(colleague.sub).groups, ["Members", "SpanishSpeakers", "Team"]);
  assert.deepEqual(stage.dev.local.timeline(stranger.sub).groups, ["Members"]);
});

test("a lost reply of the put is no conflict, and newer data under the key is not written over", async () => {
  const [ada, alan] = [await stage.signUp(), await stage.signUp()];
  const PutItem = { service: "dynamodb", operation: "PutItem", callerFunction: "foyer-trigger" };
  // The ledger's entry is put first.
  stage.dev.local.faults.add({ ...PutItem, kind: "reply-lost", after: 1, count: 1 });
  await stage.confirm(ada);
  const newer = { pk: { S: `MEMBER#${alan.sub}` }, sk: { S: "PROFILE" }, tutorial: { S: "done" } };
  await stage.dynamodb.send(new PutItemCommand({ TableName: member.table, Item: newer }));
  await stage.confirm(alan);
  const saved = async (sub: string) => {
    const { steps } = await stage.until(sub, ({ steps }) =>
      steps.some(({ step, state }) => step === "record" && state === "done"),
    );
    return steps.find(({ step }) => step === "record")?.result;
  };
  assert.deepEqual(await saved(ada.sub), { record: "there already" });
  const differs = ["type", "email", "since", "tutorial", "onboarding"];
  assert.deepEqual(await saved(alan.sub), { record: "left untouched", differs });
  assert.deepEqual(await itemOf(alan.sub), newer);
});
