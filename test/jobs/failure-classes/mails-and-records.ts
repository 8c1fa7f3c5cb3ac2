import { addToGroups, everyone, html, saveUser, sendEmail } from "foyer";
import { type Lab, putItem } from "./lab.ts";
import { fails, type Row, refuses, throttles } from "./row.ts";

const mail = { from: "Acme <hello@acme.com>", subject: "Hi", html: html`<p>Hi</p>`, ifUnknown: "resend" } as const;
const send = () => sendEmail(mail);
const templated = (template: string) => () =>
  sendEmail({ from: mail.from, template, templateData: {}, configurationSet: "set", ifUnknown: "resend" });
const sesRefuses = (names: string[], ends: "parked" | "not taken") => refuses("sesv2", "SendEmail", send, ends, names);
const ses = (operation: string, input: object) => (lab: Lab) => lab.local.call("sesv2", operation, input);

const fault =
  (message: string) =>
  ({ local }: Lab) =>
    void local.faults.add({
      service: "sesv2",
      operation: "SendEmail",
      kind: "error",
      name: "MessageRejected",
      message,
      status: 400,
    });

export const sendEmailRows: Row[] = [
  {
    what: "the sender is not verified in this Region (`MessageRejected`)",
    cases: [
      {
        name: "a sender that nobody verified",
        step: () => sendEmail({ ...mail, from: "other@nobody.example" }),
        ends: "parked",
        says: /MessageRejected: SES has not verified the sender/,
      },
    ],
  },
  {
    what: "the account is in the sandbox and the recipient is not verified (`MessageRejected`)",
    cases: [
      {
        name: "SES's words of the sandbox",
        step: send,
        arrange: fault(
          "Email address is not verified. The following identities failed the check in region US-EAST-1: ann@example.com",
        ),
        ends: "parked",
        says: /the SES account is in the sandbox/,
      },
    ],
  },
  {
    what: "sending is paused for the account or the configuration set (`SendingPausedException`)",
    cases: [
      {
        name: "a paused account",
        step: send,
        arrange: ses("PutAccountSendingAttributes", { SendingEnabled: false }),
        ends: "not taken",
        says: /sending is paused/,
      },
    ],
  },
  {
    what: "AWS has suspended the account (`AccountSuspendedException`)",
    cases: sesRefuses(["AccountSuspendedException"], "parked"),
  },
  {
    what: "the day's quota or the rate is used up (`LimitExceededException`, `TooManyRequestsException`)",
    cases: [...sesRefuses(["LimitExceededException"], "not taken"), throttles("sesv2", "SendEmail", send)],
  },
  {
    what: "the MAIL FROM domain lacks its MX record (`MailFromDomainNotVerifiedException`)",
    cases: sesRefuses(["MailFromDomainNotVerifiedException"], "parked"),
  },
  {
    what: "the template or the configuration set is not there (`NotFoundException`)",
    cases: [
      { name: "a template", step: templated("none"), ends: "parked", says: /NotFoundException: SES lacks what the mail names/ },
      {
        name: "a configuration set",
        step: () => sendEmail({ ...mail, configurationSet: "none" }),
        ends: "parked",
        says: /NotFoundException/,
      },
    ],
  },
  {
    what: "SES cannot write to the address, or takes no such attachment (`BadRequestException`)",
    cases: sesRefuses(["BadRequestException"], "parked"),
  },
  { what: "the function may not send (`AccessDeniedException`)", cases: sesRefuses(["AccessDeniedException"], "parked") },
  {
    what: "a template throws, or `unsubscribe` gives no HTTPS address",
    cases: [
      {
        name: "a template that throws",
        step: () =>
          sendEmail({
            ...mail,
            subject: () => {
              throw new Error("no");
            },
          }),
        ends: "parked",
        says: /Cannot render the mail/,
      },
      {
        name: "an address that is not HTTPS",
        step: () => sendEmail({ ...mail, kind: "marketing", unsubscribe: () => "http://acme.com" }),
        ends: "parked",
        says: /Cannot render the mail/,
      },
    ],
  },
  {
    what: "the address is on the account's suppression list",
    cases: [
      {
        name: "a suppressed recipient",
        step: send,
        arrange: (lab) => ses("PutSuppressedDestination", { EmailAddress: lab.user.email, Reason: "BOUNCE" })(lab),
        ends: "done",
      },
    ],
  },
  {
    what: "a placeholder of SES's template has no value",
    cases: [
      {
        name: "a template with a placeholder",
        step: templated("named"),
        arrange: (lab) =>
          ses("CreateEmailTemplate", { TemplateName: "named", TemplateContent: { Subject: "Hi {{name}}", Text: "Hi" } })(lab),
        ends: "done",
      },
    ],
  },
  {
    what: "SES fails, the connection is lost, the attempt runs out of time",
    cases: fails("sesv2", "SendEmail", send),
  },
];

const group = () => addToGroups({ Team: everyone });
const groupRefuses = (names: string[]) => refuses("cognito-idp", "AdminAddUserToGroup", group, "parked", names);

export const addToGroupsRows: Row[] = [
  {
    what: "the pool lacks a group",
    cases: [
      {
        name: "a group that nobody made",
        step: () => addToGroups({ None: everyone }),
        ends: "parked",
        says: /group 'None' as the user pool must have it/,
      },
    ],
  },
  { what: "the user is in as many groups as Cognito allows (100)", cases: groupRefuses(["LimitExceededException"]) },
  { what: "the function may not", cases: groupRefuses(["AccessDeniedException"]) },
  {
    what: "Cognito throttles or fails, the connection is lost, the attempt runs out of time",
    cases: [
      throttles("cognito-idp", "AdminAddUserToGroup", group, "again"),
      ...fails("cognito-idp", "AdminAddUserToGroup", group, "again"),
    ],
  },
];

const save = () => saveUser({ table: "users", key: "id", record: ({ sub, email = "" }) => ({ id: sub, email }) });

export const saveUserRows: Row[] = [
  {
    what: "the table is not there",
    cases: [{ name: "no table", step: () => saveUser({ table: "none" }), ends: "parked", says: /there must be a table 'none'/ }],
  },
  {
    what: "the table has another key",
    cases: [
      {
        name: "another key",
        step: () => saveUser({ table: "numbered", key: "id", record: ({ sub }) => ({ id: sub }) }),
        ends: "parked",
        says: /ValidationException/,
      },
    ],
  },
  { what: "the function may not write", cases: refuses("dynamodb", "PutItem", save, "parked", ["AccessDeniedException"]) },
  {
    what: "`record` or a function of `key` throws, gives no text for the key, or gives a Date or the like",
    cases: [
      {
        name: "a record that throws",
        step: () =>
          saveUser({
            table: "users",
            key: "id",
            record: () => {
              throw new Error("no");
            },
          }),
        ends: "parked",
      },
      {
        name: "a Date",
        step: () => saveUser({ table: "users", key: "id", record: ({ sub }) => ({ id: sub, at: new Date() as never }) }),
        ends: "parked",
      },
    ],
  },
  {
    what: "somebody else's record is under the key",
    cases: [
      {
        name: "a record of somebody else",
        step: save,
        arrange: (lab) => putItem(lab, "users", { id: { S: lab.user.sub }, email: { S: "other" } }),
        ends: "done",
      },
    ],
  },
  {
    what: "the record was deleted between the put and the look at it",
    heldBy: [
      "packages/foyer/src/steps/save-user.test.ts",
      "a record that is deleted between the put and the look at it is put again by another attempt",
    ],
  },
  {
    what: "DynamoDB throttles or fails, the connection is lost, the attempt runs out of time",
    cases: [
      throttles("dynamodb", "PutItem", save, "again"),
      ...fails("dynamodb", "PutItem", save, "again").filter(({ name }) => name !== "reply-lost"),
      {
        name: "the reply is lost, which the SDK's own retry finds out",
        step: save,
        arrange: ({ local }) =>
          void local.faults.add({ service: "dynamodb", operation: "PutItem", kind: "reply-lost", count: 1 }),
        ends: "done",
      },
    ],
  },
];
