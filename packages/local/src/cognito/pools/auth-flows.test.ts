import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ExplicitAuthFlowsType } from "@aws-sdk/client-cognito-identity-provider";
import type { AppClient } from "./app-clients.ts";
import { type AllowedFlow, allowsFlow } from "./auth-flows.ts";

const all: AllowedFlow[] = [
  "USER_SRP_AUTH",
  "USER_PASSWORD_AUTH",
  "ADMIN_USER_PASSWORD_AUTH",
  "CUSTOM_AUTH",
  "USER_AUTH",
  "REFRESH_TOKEN_AUTH",
];

function allowedBy(...ExplicitAuthFlows: ExplicitAuthFlowsType[]): AllowedFlow[] {
  return all.filter((flow) => allowsFlow(clientWith({ ClientName: "app", ExplicitAuthFlows }), flow));
}

function clientWith(settings: AppClient["settings"]): AppClient {
  return { id: "c", userPoolId: "p", settings, secrets: [], createdAt: 0, modifiedAt: 0 };
}

describe("what a client may sign in with", () => {
  it("is SRP, custom challenges and refreshing unless it says otherwise", () => {
    assert.deepEqual(allowedBy(), ["USER_SRP_AUTH", "CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"]);
  });

  it("is what it names and no more by the names of today", () => {
    assert.deepEqual(allowedBy("ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"), ["USER_PASSWORD_AUTH", "USER_AUTH"]);
    assert.deepEqual(allowedBy("ALLOW_ADMIN_USER_PASSWORD_AUTH"), ["ADMIN_USER_PASSWORD_AUTH"]);
  });

  it("is what every client could do, and more, by the names of before 2019", () => {
    assert.deepEqual(allowedBy("ADMIN_NO_SRP_AUTH"), [
      "USER_SRP_AUTH",
      "ADMIN_USER_PASSWORD_AUTH",
      "CUSTOM_AUTH",
      "REFRESH_TOKEN_AUTH",
    ]);
    assert.deepEqual(allowedBy("USER_PASSWORD_AUTH", "CUSTOM_AUTH_FLOW_ONLY"), [
      "USER_PASSWORD_AUTH",
      "CUSTOM_AUTH",
      "REFRESH_TOKEN_AUTH",
    ]);
  });

  it("is never REFRESH_TOKEN_AUTH with tokens that rotate", () => {
    const client = clientWith({ ClientName: "app", RefreshTokenRotation: { Feature: "ENABLED" } });
    assert.equal(allowsFlow(client, "REFRESH_TOKEN_AUTH"), false);
  });
});
