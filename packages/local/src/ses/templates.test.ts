import assert from "node:assert/strict";
import { test } from "node:test";
import { SendTemplatedEmailCommand } from "@aws-sdk/client-ses";
import {
  CreateEmailTemplateCommand,
  DeleteEmailTemplateCommand,
  GetEmailTemplateCommand,
  ListEmailTemplatesCommand,
  SendEmailCommand,
  TestRenderEmailTemplateCommand,
  UpdateEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";
import { startSes } from "./test-ses.ts";

const content = { Subject: "Hi {{name}}", Html: "<p>Hi {{name}}</p>", Text: "Hi {{name}}" };

function templated(TemplateName: string, data: unknown) {
  return new SendEmailCommand({
    FromEmailAddress: "hello@acme.com",
    Destination: { ToAddresses: ["ada@example.com"] },
    Content: { Template: { TemplateName, TemplateData: typeof data === "string" ? data : JSON.stringify(data) } },
  });
}

test("a template is created, read, listed in pages, replaced and deleted", async () => {
  await using ses = await startSes();
  for (const TemplateName of ["welcome", "tips", "bye"])
    await ses.v2.send(new CreateEmailTemplateCommand({ TemplateName, TemplateContent: content }));
  const again = new CreateEmailTemplateCommand({ TemplateName: "tips", TemplateContent: content });
  await assert.rejects(ses.v2.send(again), { name: "AlreadyExistsException" });
  const first = await ses.v2.send(new ListEmailTemplatesCommand({ PageSize: 2 }));
  const second = await ses.v2.send(new ListEmailTemplatesCommand({ PageSize: 2, NextToken: first.NextToken }));
  const names = [first, second].map(({ TemplatesMetadata = [] }) => TemplatesMetadata.map(({ TemplateName }) => TemplateName));
  assert.deepEqual([names, second.NextToken], [[["bye", "tips"], ["welcome"]], undefined]);
  const changed = { Subject: "Bye", Text: "Bye" };
  await ses.v2.send(new UpdateEmailTemplateCommand({ TemplateName: "bye", TemplateContent: changed }));
  const got = await ses.v2.send(new GetEmailTemplateCommand({ TemplateName: "bye" }));
  assert.deepEqual(got.TemplateContent, changed);
  await ses.v2.send(new DeleteEmailTemplateCommand({ TemplateName: "bye" }));
  const missing = { name: "NotFoundException", message: "Template bye does not exist." };
  await assert.rejects(ses.v2.send(new GetEmailTemplateCommand({ TemplateName: "bye" })), missing);
  await assert.rejects(ses.v2.send(new DeleteEmailTemplateCommand({ TemplateName: "bye" })), missing);
  const update = new UpdateEmailTemplateCommand({ TemplateName: "bye", TemplateContent: changed });
  await assert.rejects(ses.v2.send(update), missing);
  await assert.rejects(ses.v2.send(templated("bye", {})), missing);
});

test("both APIs send a template with its data, and nothing in it is escaped, as on AWS", async () => {
  await using ses = await startSes();
  await ses.v2.send(new CreateEmailTemplateCommand({ TemplateName: "welcome", TemplateContent: content }));
  await ses.v2.send(templated("welcome", { name: "Žofie <3" }));
  await ses.v1.send(
    new SendTemplatedEmailCommand({
      Source: "hello@acme.com",
      Destination: { ToAddresses: ["ada@example.com"] },
      Template: "welcome",
      TemplateData: '{"name":"Ada"}',
    }),
  );
  const [byV1, byV2] = ses.inbox.list();
  assert.deepEqual([byV2?.subject, byV2?.html, byV2?.text], ["Hi Žofie <3", "<p>Hi Žofie <3</p>", "Hi Žofie <3"]);
  assert.equal(byV1?.subject, "Hi Ada");
});

test("a mail whose placeholder has no value is taken and sent to nobody", async () => {
  await using ses = await startSes();
  await ses.v2.send(new CreateEmailTemplateCommand({ TemplateName: "welcome", TemplateContent: content }));
  const { MessageId } = await ses.worker.send(templated("welcome", {}));
  assert.ok(MessageId);
  assert.equal(ses.inbox.list().length, 0);
  const [entry] = ses.journal.of("sub-1");
  assert.deepEqual(entry?.data, {
    messageId: MessageId,
    subject: "Hi {{name}}",
    from: "hello@acme.com",
    reason: "the template could not be rendered: Attribute 'name' is not present in the rendering data.",
  });
  const render = new TestRenderEmailTemplateCommand({ TemplateName: "welcome", TemplateData: "{}" });
  await assert.rejects(ses.v2.send(render), {
    name: "BadRequestException",
    message: "Attribute 'name' is not present in the rendering data.",
  });
  await assert.rejects(ses.v2.send(templated("welcome", "[1]")), { name: "BadRequestException" });
});

test("a template is rendered on trial into a MIME message", async () => {
  await using ses = await startSes();
  await ses.v2.send(new CreateEmailTemplateCommand({ TemplateName: "welcome", TemplateContent: content }));
  const { RenderedTemplate = "" } = await ses.v2.send(
    new TestRenderEmailTemplateCommand({ TemplateName: "welcome", TemplateData: '{"name":"Zoë"}' }),
  );
  const { default: PostalMime } = await import("postal-mime");
  const mail = await PostalMime.parse(RenderedTemplate);
  assert.deepEqual([mail.subject, mail.text?.trim(), mail.html?.trim()], ["Hi Zoë", "Hi Zoë", "<p>Hi Zoë</p>"]);
});
