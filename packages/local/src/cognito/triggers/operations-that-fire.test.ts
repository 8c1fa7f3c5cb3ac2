import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { authenticatorCode } from "../mfa/test-authenticator.ts";
import { operations } from "../operations/index.ts";
import { testAuthenticator } from "../passkeys/test-authenticator.ts";
import { password, startPools } from "../test-pools.ts";

/** What AWS's model says of each operation; it names an error of a function's where a function can be called. */
const facts: { operations: Record<string, { errors: string[] }> } = JSON.parse(
  readFileSync(new URL("../../../../../scripts/constraints/cognito-idp.json", import.meta.url), "utf8"),
);
const canFire = (name: string) => facts.operations[name]?.errors.includes("UserLambdaValidationException") === true;

type Members = Record<string, unknown>;

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

describe("an operation", () => {
  /** Operation to the sources of the triggers that it has fired; none for one that was called and fired none. */
  const fired = new Map<string, Set<string>>();

  async function call(name: string, input: Members): Promise<Members> {
    const sources = fired.get(name) ?? new Set();
    fired.set(name, sources);
    const stop = pools.journal.listen((entry) => {
      if (entry.type === "trigger.started") sources.add(entry.data.triggerSource);
    });
    const response = await fetch(pools.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${name}`,
        authorization:
          "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0",
      },
      body: JSON.stringify(input),
    });
    stop();
    const text = await response.text();
    assert.equal(response.status, 200, `${name}: ${text}`);
    return text ? JSON.parse(text) : {};
  }

  /** A member of an answer, by its path. */
  const at = (answer: Members, path: string) =>
    path.split(".").reduce<unknown>((value, name) => (value as Members)[name], answer) as string;

  const attributes = (values: Record<string, string>) => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

  it("fires triggers exactly where AWS lists a function's error for it", async () => {
    const { functionArn } = pools.deploy("all", answersEveryTrigger);
    const names = [
      "PreSignUp",
      "PostConfirmation",
      "PreAuthentication",
      "PostAuthentication",
      "PreTokenGeneration",
      "CustomMessage",
    ];
    const challenges = ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse", "UserMigration"];
    const LambdaConfig = Object.fromEntries([...names, ...challenges].map((name) => [name, functionArn]));
    const pool = await createPool(LambdaConfig);
    await configure(pool);
    const user = await signUpAndIn(pool);
    await administer(pool);
    await useAccount(pool, user);
    await remove(pool);
    assert.deepEqual([...fired.keys()].sort(), Object.keys(operations).sort(), "not every operation was called");
    for (const [name, sources] of fired) assert.equal(sources.size > 0, canFire(name), `${name} fired ${[...sources]}`);
  });

  const settings = {
    UserPoolTier: "PLUS",
    UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" },
    AutoVerifiedAttributes: ["email"],
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
  };

  async function createPool(LambdaConfig: Record<string, string>) {
    const created = await call("CreateUserPool", { PoolName: "main", ...settings, LambdaConfig });
    const UserPoolId = at(created, "UserPool.Id");
    const flows = ["USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"];
    const ExplicitAuthFlows = flows.map((flow) => `ALLOW_${flow}`);
    const ClientName = "app";
    const made = await call("CreateUserPoolClient", { UserPoolId, ClientName, ExplicitAuthFlows });
    const ClientId = at(made, "UserPoolClient.ClientId");
    await call("UpdateUserPool", { UserPoolId, ...settings, LambdaConfig });
    await call("UpdateUserPoolClient", { UserPoolId, ClientId, ClientName, ExplicitAuthFlows });
    return { UserPoolId, ClientId, ResourceArn: at(created, "UserPool.Arn") };
  }
  type Pool = Awaited<ReturnType<typeof createPool>>;

  /** What an administrator sets up and looks at. */
  async function configure({ UserPoolId, ClientId, ResourceArn }: Pool) {
    const WebAuthnConfiguration = { RelyingPartyId: "example.com" };
    const mfa = { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } };
    await call("SetUserPoolMfaConfig", { UserPoolId, ...mfa, WebAuthnConfiguration });
    for (const name of [
      "GetUserPoolMfaConfig",
      "DescribeUserPool",
      "GetSigningCertificate",
      "GetCSVHeader",
      "GetUICustomization",
    ])
      await call(name, { UserPoolId });
    await call("AddCustomAttributes", { UserPoolId, CustomAttributes: [{ Name: "team", AttributeDataType: "String" }] });
    await call("ListUserPools", { MaxResults: 1 });
    await call("ListUserPoolClients", { UserPoolId });
    await call("DescribeUserPoolClient", { UserPoolId, ClientId });
    await call("TagResource", { ResourceArn, Tags: { a: "b" } });
    await call("ListTagsForResource", { ResourceArn });
    await call("UntagResource", { ResourceArn, TagKeys: ["a"] });
    await secrets(UserPoolId);
    await group(UserPoolId);
    await pages(UserPoolId, ClientId);
    await providers(UserPoolId);
    await imports(UserPoolId);
  }

  async function secrets(UserPoolId: string) {
    const made = await call("CreateUserPoolClient", { UserPoolId, ClientName: "server", GenerateSecret: true });
    const client = { UserPoolId, ClientId: at(made, "UserPoolClient.ClientId") };
    const added = await call("AddUserPoolClientSecret", client);
    await call("ListUserPoolClientSecrets", client);
    await call("DeleteUserPoolClientSecret", { ...client, ClientSecretId: at(added, "ClientSecretDescriptor.ClientSecretId") });
    await call("DeleteUserPoolClient", client);
  }

  async function group(UserPoolId: string) {
    for (const name of ["CreateGroup", "GetGroup", "UpdateGroup", "ListUsersInGroup"])
      await call(name, { UserPoolId, GroupName: "pro" });
    await call("ListGroups", { UserPoolId });
  }

  async function pages(UserPoolId: string, ClientId: string) {
    const domain = { UserPoolId, Domain: "main-of-all" };
    await call("CreateUserPoolDomain", domain);
    await call("DescribeUserPoolDomain", { Domain: domain.Domain });
    await call("SetUICustomization", { UserPoolId, CSS: ".label-customizable {}" });
    const made = await call("CreateManagedLoginBranding", { UserPoolId, ClientId, UseCognitoProvidedValues: true });
    const ManagedLoginBrandingId = at(made, "ManagedLoginBranding.ManagedLoginBrandingId");
    const branding = { UserPoolId, ManagedLoginBrandingId };
    await call("UpdateManagedLoginBranding", { ...branding, UseCognitoProvidedValues: true });
    await call("DescribeManagedLoginBranding", branding);
    await call("DescribeManagedLoginBrandingByClient", { UserPoolId, ClientId });
    await call("DeleteManagedLoginBranding", branding);
    const TermsName = "terms-of-use";
    const Links = { "cognito:default": "https://example.com/terms" };
    const kind = { TermsName, TermsSource: "LINK", Enforcement: "NONE", Links };
    const terms = { UserPoolId, TermsId: at(await call("CreateTerms", { UserPoolId, ClientId, ...kind }), "Terms.TermsId") };
    await call("DescribeTerms", terms);
    await call("DescribeTermsByClient", { UserPoolId, ClientId, TermsName });
    await call("UpdateTerms", { ...terms, ...kind });
    await call("ListTerms", { UserPoolId });
    await call("DeleteTerms", terms);
    await call("UpdateUserPoolDomain", domain);
    await call("DeleteUserPoolDomain", domain);
    await call("SetRiskConfiguration", { UserPoolId, RiskExceptionConfiguration: {} });
    await call("DescribeRiskConfiguration", { UserPoolId });
    await call("SetLogDeliveryConfiguration", { UserPoolId, LogConfigurations: [] });
    await call("GetLogDeliveryConfiguration", { UserPoolId });
  }

  async function providers(UserPoolId: string) {
    const server = { UserPoolId, Identifier: "api", Name: "api" };
    await call("CreateResourceServer", server);
    await call("UpdateResourceServer", server);
    await call("DescribeResourceServer", { UserPoolId, Identifier: "api" });
    await call("ListResourceServers", { UserPoolId });
    await call("DeleteResourceServer", { UserPoolId, Identifier: "api" });
    const ProviderDetails = { client_id: "a", client_secret: "b", authorize_scopes: "profile email openid" };
    const provider = { UserPoolId, ProviderName: "Google" };
    await call("CreateIdentityProvider", { ...provider, ProviderType: "Google", ProviderDetails, IdpIdentifiers: ["g"] });
    await call("DescribeIdentityProvider", provider);
    await call("GetIdentityProviderByIdentifier", { UserPoolId, IdpIdentifier: "g" });
    await call("ListIdentityProviders", { UserPoolId });
    await call("UpdateIdentityProvider", { ...provider, IdpIdentifiers: ["g"] });
  }

  async function imports(UserPoolId: string) {
    const CloudWatchLogsRoleArn = "arn:aws:iam::000000000000:role/logs";
    const made = await call("CreateUserImportJob", { UserPoolId, JobName: "all", CloudWatchLogsRoleArn });
    const job = { UserPoolId, JobId: at(made, "UserImportJob.JobId") };
    const { CSVHeader } = await call("GetCSVHeader", { UserPoolId });
    const values: Record<string, string> = { "cognito:username": "imp", "cognito:mfa_enabled": "false" };
    Object.assign(values, { email: "imp@example.com", email_verified: "true" });
    const header = CSVHeader as string[];
    // The empty lines keep the job busy until it is stopped.
    const body = `${header.join(",")}\n${header.map((name) => values[name] ?? "").join(",")}${"\n".repeat(100_000)}`;
    await fetch(at(made, "UserImportJob.PreSignedUrl"), { method: "PUT", body });
    await call("DescribeUserImportJob", job);
    await call("StartUserImportJob", job);
    await call("StopUserImportJob", job);
    await call("ListUserImportJobs", { UserPoolId, MaxResults: 1 });
  }

  /** A user's own way in, by every flow. */
  async function signUpAndIn({ UserPoolId, ClientId }: Pool) {
    const email = "ada@example.com";
    const user = { ClientId, Username: "ada" };
    await call("SignUp", { ...user, Password: password, UserAttributes: attributes({ email }) });
    await call("ResendConfirmationCode", user);
    await call("ConfirmSignUp", { ...user, ConfirmationCode: await pools.codeFor(email) });
    await call("ForgotPassword", user);
    const ConfirmationCode = await pools.codeFor(email);
    await call("ConfirmForgotPassword", { ...user, ConfirmationCode, Password: password });
    const admin = { UserPoolId, ClientId };
    for (const [prefix, names] of [
      ["", { ClientId }],
      ["Admin", admin],
    ] as const) {
      const started = await call(`${prefix}InitiateAuth`, {
        ...names,
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME: "ada" },
      });
      const { ChallengeName, Session } = started;
      const ChallengeResponses = { USERNAME: "ada", ANSWER: "any" };
      await call(`${prefix}RespondToAuthChallenge`, { ...names, ChallengeName, Session, ChallengeResponses });
    }
    return signIn(ClientId);
  }

  async function signIn(ClientId: string) {
    const AuthParameters = { USERNAME: "ada", PASSWORD: password };
    const answer = await call("InitiateAuth", { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    const { AccessToken = "", RefreshToken, NewDeviceMetadata } = answer.AuthenticationResult as Record<string, unknown>;
    const { DeviceKey } = NewDeviceMetadata as { DeviceKey: string };
    return { AccessToken: AccessToken as string, RefreshToken, DeviceKey };
  }
  type SignedIn = Awaited<ReturnType<typeof signIn>>;

  async function administer({ UserPoolId, ClientId }: Pool) {
    const pool = { UserPoolId };
    const user = { ...pool, Username: "bob" };
    const UserAttributes = attributes({ email: "bob@example.com", email_verified: "true", phone_number: "+15555550100" });
    await call("AdminCreateUser", { ...user, UserAttributes });
    await call("AdminSetUserPassword", { ...user, Password: password, Permanent: true });
    await call("SignUp", { ClientId, Username: "unc", Password: password });
    await call("AdminConfirmSignUp", { ...pool, Username: "unc" });
    await call("AdminUpdateUserAttributes", { ...user, UserAttributes: attributes({ email: "robert@example.com" }) });
    await call("AdminUpdateUserAttributes", { ...user, UserAttributes: attributes({ email_verified: "true" }) });
    await call("AdminDeleteUserAttributes", { ...user, UserAttributeNames: ["name"] });
    await call("AdminSetUserMFAPreference", { ...user, SMSMfaSettings: { Enabled: false } });
    await call("AdminSetUserSettings", { ...user, MFAOptions: [] });
    for (const name of ["AddUserToGroup", "RemoveUserFromGroup"]) await call(`Admin${name}`, { ...user, GroupName: "pro" });
    const reads = ["GetUser", "GetUserAuthFactors", "ListGroupsForUser", "ListDevices"];
    for (const name of [...reads, "DisableUser", "EnableUser", "UserGlobalSignOut", "ResetUserPassword"])
      await call(`Admin${name}`, user);
    await call("ListUsers", pool);
    const link = { ProviderName: "Google", ProviderAttributeName: "Cognito_Subject", ProviderAttributeValue: "1042" };
    const DestinationUser = { ProviderName: "Cognito", ProviderAttributeValue: "bob" };
    await call("AdminLinkProviderForUser", { ...pool, DestinationUser, SourceUser: link });
    await call("AdminDisableProviderForUser", { ...pool, User: link });
  }

  /** What a signed-in user does. */
  async function useAccount({ UserPoolId, ClientId }: Pool, { AccessToken, RefreshToken, DeviceKey }: SignedIn) {
    const token = { AccessToken };
    for (const name of ["GetUser", "GetUserAuthFactors", "ListDevices", "ListWebAuthnCredentials"]) await call(name, token);
    await call("UpdateUserAttributes", { ...token, UserAttributes: attributes({ email: "augusta@example.com" }) });
    await call("GetUserAttributeVerificationCode", { ...token, AttributeName: "email" });
    const Code = await pools.codeFor("augusta@example.com");
    await call("VerifyUserAttribute", { ...token, AttributeName: "email", Code });
    await call("DeleteUserAttributes", { ...token, UserAttributeNames: ["name"] });
    await call("ChangePassword", { ...token, PreviousPassword: password, ProposedPassword: password });
    await call("SetUserMFAPreference", { ...token, SMSMfaSettings: { Enabled: false } });
    await call("SetUserSettings", { ...token, MFAOptions: [] });
    const SecretCode = at(await call("AssociateSoftwareToken", token), "SecretCode");
    await call("VerifySoftwareToken", { ...token, UserCode: authenticatorCode(SecretCode, pools.clock.now()) });
    const started = await call("StartWebAuthnRegistration", token);
    const authenticator = testAuthenticator("ES256");
    const Credential = authenticator.create(at(started, "CredentialCreationOptions.challenge"));
    await call("CompleteWebAuthnRegistration", { ...token, Credential });
    await call("DeleteWebAuthnCredential", { ...token, CredentialId: authenticator.id });
    const DeviceSecretVerifierConfig = { PasswordVerifier: "AQID", Salt: "AQID" };
    await call("ConfirmDevice", { ...token, DeviceKey, DeviceSecretVerifierConfig });
    await call("GetDevice", { ...token, DeviceKey });
    const ofUser = { UserPoolId, Username: "ada", DeviceKey };
    await call("AdminGetDevice", ofUser);
    await call("UpdateDeviceStatus", { ...token, DeviceKey, DeviceRememberedStatus: "remembered" });
    await call("AdminUpdateDeviceStatus", { ...ofUser, DeviceRememberedStatus: "remembered" });
    await call("GetTokensFromRefreshToken", { ClientId, RefreshToken, DeviceKey });
    await call("ForgetDevice", { ...token, DeviceKey });
    const other = await signIn(ClientId);
    await call("ConfirmDevice", { ...token, DeviceKey: other.DeviceKey, DeviceSecretVerifierConfig });
    await call("AdminForgetDevice", { ...ofUser, DeviceKey: other.DeviceKey });
    await call("RevokeToken", { ClientId, Token: RefreshToken });
  }

  async function remove({ UserPoolId, ClientId }: Pool) {
    await call("GlobalSignOut", { AccessToken: (await signIn(ClientId)).AccessToken });
    await call("DeleteUser", { AccessToken: (await signIn(ClientId)).AccessToken });
    await call("AdminDeleteUser", { UserPoolId, Username: "bob" });
    await call("DeleteGroup", { UserPoolId, GroupName: "pro" });
    await call("DeleteIdentityProvider", { UserPoolId, ProviderName: "Google" });
    await call("DeleteUserPool", { UserPoolId });
  }
});

const answersEveryTrigger = `
  const [trigger] = event.triggerSource.split("_");
  if (trigger === "DefineAuthChallenge")
    event.response = event.request.session.length > 0 ? { issueTokens: true } : { challengeName: "CUSTOM_CHALLENGE" };
  if (trigger === "VerifyAuthChallengeResponse") event.response = { answerCorrect: true };
  return event;`;
