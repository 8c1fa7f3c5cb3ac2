import {
  AdminAddUserToGroupCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

// One retry, as Cognito waits five seconds for all of it.
const settings = { maxAttempts: 2 };
const cognito = new CognitoIdentityProviderClient(settings);
const dynamodb = new DynamoDBClient(settings);
const events = new EventBridgeClient(settings);
const ses = new SESv2Client(settings);
const states = new SFNClient(settings);
const queues = new SQSClient(settings);

const enterprise = ["globex.example", "initech.example"];

export const handler = async (event) => {
  const { userAttributes, clientMetadata } = event.request;
  const { sub, email, name } = userAttributes;
  if (event.triggerSource === "PostConfirmation_ConfirmForgotPassword") {
    await sendPasswordChanged(email, name);
    return event;
  }
  if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") return event;

  const plan = clientMetadata?.plan === "trial" ? "trial" : "free";
  const domain = userAttributes.email_verified === "true" ? email.split("@")[1].toLowerCase() : undefined;
  const user = { UserPoolId: event.userPoolId, Username: event.userName };

  // What the application needs goes first; whoever lacks it sees an error.
  await Promise.all([saveAccount(sub, email, plan), addToGroups(user, plan, domain)]);

  // The rest is best effort: an error here would keep the user from the welcome page.
  const company = await findCompany(domain).catch(logged("company"));
  const seats = company?.seats ?? 1;
  await Promise.all([
    company && saveCompany(user, company).catch(logged("attributes")),
    sendWelcome(email, name, plan).catch(logged("welcome")),
    start(process.env.PROVISION_WORKSPACE_ARN, sub, { sub, plan, seats }).catch(logged("workspace")),
    // A state machine that waits a day and sends, waits two more, looks at the account and sends again.
    start(process.env.FIRST_DAYS_ARN, sub, { sub, email, name }).catch(logged("first days")),
    publish({ sub, plan, seats }).catch(logged("event")),
    userAttributes["custom:analytics"] === "true" && trackInSegment(sub, plan).catch(logged("analytics")),
    tellTeam({ sub, plan, company: company?.name }).catch(logged("team")),
  ]);
  return event;
};

async function saveAccount(sub, email, plan) {
  const since = new Date().toISOString();
  const put = new PutItemCommand({
    TableName: process.env.TABLE,
    Item: {
      pk: { S: `ACCOUNT#${sub}` },
      sk: { S: "PROFILE" },
      type: { S: "account" },
      email: { S: email },
      plan: { S: plan },
      projects: { N: "0" },
      since: { S: since },
    },
    ConditionExpression: "attribute_not_exists(pk)",
  });
  await dynamodb.send(put).catch((error) => {
    if (error.name !== "ConditionalCheckFailedException") throw error;
  });
}

async function addToGroups(user, plan, domain) {
  const groups = ["Members"];
  if (plan === "trial") groups.push("Trial");
  if (enterprise.includes(domain)) groups.push("Enterprise");
  if (domain === "example.com") groups.push("Staff");
  await Promise.all(groups.map((GroupName) => cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName }))));
}

async function findCompany(domain) {
  if (!domain) return undefined;
  const url = `${process.env.DIRECTORY}/companies/${encodeURIComponent(domain)}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(1_500) });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`the directory answered ${response.status}`);
  const { name, seats } = await response.json();
  if (typeof name !== "string" || typeof seats !== "number") throw new Error("that is no company");
  return { name, seats };
}

async function saveCompany(user, { name, seats }) {
  const UserAttributes = [
    { Name: "custom:company", Value: name },
    { Name: "custom:seats", Value: String(seats) },
  ];
  await cognito.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }));
}

async function start(stateMachineArn, name, input) {
  const execution = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
  await states.send(execution).catch((error) => {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  });
}

async function publish({ sub, ...properties }) {
  const Detail = JSON.stringify({ id: sub, sub, properties });
  const entry = { Source: "saas", DetailType: "User Confirmed", EventBusName: "default", Detail };
  const { FailedEntryCount, Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount) throw new Error(Entries[0].ErrorCode);
}

async function trackInSegment(sub, plan) {
  const response = await fetch("https://events.eu1.segmentapis.com/v1/track", {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${process.env.SEGMENT_WRITE_KEY}:`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ userId: sub, event: "User Confirmed", messageId: sub, properties: { plan } }),
    signal: AbortSignal.timeout(1_500),
  });
  if (!response.ok) throw new Error(`Segment answered ${response.status}`);
}

async function tellTeam(account) {
  await queues.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(account) }));
}

function sendWelcome(email, name, plan) {
  const words =
    plan === "trial"
      ? "Your trial has begun: everything is open to you for fourteen days."
      : "Your account is ready. It is free for as long as you like.";
  const body = `<h1>Welcome, ${escaped(name ?? "friend")}!</h1><p>${words}</p><p><a href="https://example.com/workspace">Open your workspace</a></p>`;
  return send("Acme <hello@example.com>", email, "Welcome", body);
}

function sendPasswordChanged(email, name) {
  const body = `<p>Hello ${escaped(name ?? "there")}, the password of your account was changed just now.</p><p>If that was not you, <a href="https://example.com/help">tell us at once</a>.</p>`;
  return send("Acme <security@example.com>", email, "Your password was changed", body);
}

async function send(from, to, subject, body) {
  const page = `<div style="max-width: 34rem; margin: 0 auto; font: 16px/1.6 system-ui, sans-serif">${body}</div>`;
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      ReplyToAddresses: ["help@example.com"],
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Html: { Data: page } } } },
    }),
  );
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function logged(what) {
  return (error) => {
    console.error(JSON.stringify({ what, error: error.name }));
  };
}
