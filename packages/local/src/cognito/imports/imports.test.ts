import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { after, before, describe, it } from "node:test";
import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserImportJobCommand,
  type CreateUserPoolRequest,
  DeleteUserPoolCommand,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  InitiateAuthCommand,
  ListUserImportJobsCommand,
  ListUsersCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { resumeImports } from "./run-import.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const CloudWatchLogsRoleArn = "arn:aws:iam::000000000000:role/import";

async function createJob(UserPoolId: string, JobName = "users") {
  const { UserImportJob } = await pools.client.send(
    new CreateUserImportJobCommand({ UserPoolId, JobName, CloudWatchLogsRoleArn }),
  );
  return { JobId: UserImportJob?.JobId as string, PreSignedUrl: UserImportJob?.PreSignedUrl as string };
}

const put = (url: string, body: string) => fetch(url, { method: "PUT", body });

async function ended(UserPoolId: string, JobId: string) {
  for (;;) {
    const { UserImportJob } = await pools.client.send(new DescribeUserImportJobCommand({ UserPoolId, JobId }));
    if (UserImportJob?.CompletionDate) return UserImportJob;
  }
}

/** A file with one line for each user, its header as the pool wants it. */
async function csvFor(UserPoolId: string, users: Record<string, string>[]): Promise<string> {
  const { CSVHeader = [] } = await pools.client.send(new GetCSVHeaderCommand({ UserPoolId }));
  const lines = users.map((user) => CSVHeader.map((name) => ({ "cognito:mfa_enabled": "false", ...user })[name] ?? "").join(","));
  return [CSVHeader.join(","), ...lines, ""].join("\n");
}

function user(name: string, more: Record<string, string> = {}) {
  return { "cognito:username": name, email: `${name}@example.com`, email_verified: "true", ...more };
}

/** A pool, a job of it and the job as it ended. */
async function importInto(settings: Partial<CreateUserPoolRequest>, users: Record<string, string>[]) {
  const { UserPoolId, ClientId } = await pools.createPool(settings);
  const { JobId, PreSignedUrl } = await createJob(UserPoolId);
  assert.equal((await put(PreSignedUrl, await csvFor(UserPoolId, users))).status, 200);
  const { UserImportJob } = await pools.client.send(new StartUserImportJobCommand({ UserPoolId, JobId }));
  assert.equal(UserImportJob?.Status, "Pending");
  return { UserPoolId, ClientId, JobId, job: await ended(UserPoolId, JobId) };
}

describe("an import job", () => {
  it("makes each record of the file a user who must reset the password, and fires no trigger", async () => {
    const { functionArn, notes } = pools.deploy("import-trigger", "note(event.triggerSource); return event;");
    const { UserPoolId, ClientId, JobId, job } = await importInto(
      {
        LambdaConfig: { PreSignUp: functionArn, PostConfirmation: functionArn, CustomMessage: functionArn },
        Schema: [{ Name: "tier", AttributeDataType: "String" }],
      },
      [
        user("ann", { "custom:tier": "gold", email_verified: "TRUE" }),
        user("bea", { name: '"Bea ""B"" Smith, Jr"' }),
        user("cid", { name: "Cid\\, the 1st" }),
      ],
    );
    assert.partialDeepStrictEqual(job, {
      JobId,
      JobName: "users",
      UserPoolId,
      CloudWatchLogsRoleArn,
      Status: "Succeeded",
      ImportedUsers: 3,
      SkippedUsers: 0,
      FailedUsers: 0,
      CompletionMessage: "Import Job Completed Successfully.",
    });
    const { Users = [] } = await pools.client.send(new ListUsersCommand({ UserPoolId }));
    const shown = Users.map(({ Username, UserStatus, Attributes }) => {
      const { sub: _, ...attributes } = Object.fromEntries((Attributes ?? []).map(({ Name, Value }) => [Name, Value]));
      return { Username, UserStatus, ...attributes };
    });
    const verified = { UserStatus: "RESET_REQUIRED", email_verified: "true" };
    assert.deepEqual(shown, [
      { Username: "ann", ...verified, email: "ann@example.com", "custom:tier": "gold" },
      { Username: "bea", ...verified, email: "bea@example.com", name: 'Bea "B" Smith, Jr' },
      { Username: "cid", ...verified, email: "cid@example.com", name: "Cid, the 1st" },
    ]);
    const AuthParameters = { USERNAME: "ann", PASSWORD: password };
    await assert.rejects(
      pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters })),
      { name: "PasswordResetRequiredException" },
    );
    await pools.client.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: "ann", Password: password, Permanent: true }),
    );
    assert.deepEqual(notes(), []);
  });

  it("skips who is there already, fails what breaks the pool's rules, and fails as a whole if that is most of the file", async () => {
    const { job } = await importInto({}, [
      user("ann"),
      user("ann"),
      user("bea", { email_verified: "false" }),
      user("cid", { "cognito:mfa_enabled": "" }),
      user("dan", { email: "no address" }),
    ]);
    assert.deepEqual([job.ImportedUsers, job.SkippedUsers, job.FailedUsers, job.Status], [1, 1, 3, "Failed"]);
    assert.equal(job.CompletionMessage, "Too many users have failed or been skipped during the import.");
  });

  it("names users by their e-mail address where they sign in with it", async () => {
    const { UserPoolId, job } = await importInto({ UsernameAttributes: ["email"] }, [
      user("x", { "cognito:username": "ann@example.com", email: "ann@example.com" }),
    ]);
    assert.equal(job.Status, "Succeeded");
    const found = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "ann@example.com" }));
    assert.match(found.Username ?? "", /^[0-9a-f-]{36}$/);
  });

  it("fails for a file with another header", async () => {
    const { UserPoolId } = await pools.createPool();
    const { JobId, PreSignedUrl } = await createJob(UserPoolId);
    await put(PreSignedUrl, "cognito:username,email\nann,ann@example.com\n");
    await pools.client.send(new StartUserImportJobCommand({ UserPoolId, JobId }));
    const job = await ended(UserPoolId, JobId);
    assert.deepEqual([job.Status, job.ImportedUsers], ["Failed", 0]);
  });

  it("cannot be started without a file, twice, or a day after it was created", async () => {
    const { UserPoolId } = await pools.createPool();
    const { JobId, PreSignedUrl } = await createJob(UserPoolId);
    const start = () => pools.client.send(new StartUserImportJobCommand({ UserPoolId, JobId }));
    await assert.rejects(start(), { name: "PreconditionNotMetException", message: `No csv file was uploaded for ${JobId}` });
    await put(PreSignedUrl, await csvFor(UserPoolId, []));
    await start();
    await assert.rejects(start(), { name: "PreconditionNotMetException" });
    await ended(UserPoolId, JobId);

    const late = await createJob(UserPoolId);
    pools.clock.advance(24 * 3_600_000);
    const { UserImportJob } = await pools.client.send(new DescribeUserImportJobCommand({ UserPoolId, JobId: late.JobId }));
    assert.equal(UserImportJob?.Status, "Expired");
    await assert.rejects(pools.client.send(new StartUserImportJobCommand({ UserPoolId, JobId: late.JobId })), {
      name: "PreconditionNotMetException",
    });
    const other = await pools.createPool();
    const foreign = new DescribeUserImportJobCommand({ UserPoolId: other.UserPoolId, JobId });
    await assert.rejects(pools.client.send(foreign), { name: "ResourceNotFoundException" });
  });

  it("takes its file at the signed address only, and for a quarter of an hour", async () => {
    const { UserPoolId } = await pools.createPool();
    const { PreSignedUrl } = await createJob(UserPoolId);
    assert.equal((await put(PreSignedUrl.replace(/.$/, "x"), "a")).status, 403);
    assert.equal((await fetch(PreSignedUrl)).status, 405);
    assert.equal((await put(PreSignedUrl, "a")).status, 200);
    pools.clock.advance(15 * 60_000);
    const late = await put(PreSignedUrl, "a");
    assert.equal(late.status, 403);
    assert.match(await late.text(), /<Code>AccessDenied<\/Code>/);
  });

  it("takes no file that has not arrived when it is started", async () => {
    const { UserPoolId } = await pools.createPool();
    const { JobId, PreSignedUrl } = await createJob(UserPoolId);
    await put(PreSignedUrl, await csvFor(UserPoolId, [user("ann")]));
    const late = request(PreSignedUrl, { method: "PUT", headers: { "content-length": 8 } });
    const answered = once(late, "response");
    await new Promise((written) => late.write("half", written));
    await pools.client.send(new DescribeUserImportJobCommand({ UserPoolId, JobId }));
    await pools.client.send(new StartUserImportJobCommand({ UserPoolId, JobId }));
    await ended(UserPoolId, JobId);
    late.end("rest");
    const [answer] = (await answered) as [IncomingMessage];
    answer.resume();
    assert.equal(answer.statusCode, 403);
    assert.equal(pools.cognito.importJobs.get(UserPoolId, JobId).hasFile, false);
  });

  it("can be stopped while it runs, keeps its pool from changing until then, and the users so far stay", async () => {
    const { UserPoolId } = await pools.createPool();
    const { JobId, PreSignedUrl } = await createJob(UserPoolId);
    const common = { UserPoolId, JobId };
    await assert.rejects(pools.client.send(new StopUserImportJobCommand(common)), { name: "PreconditionNotMetException" });
    await put(
      PreSignedUrl,
      await csvFor(
        UserPoolId,
        Array.from({ length: 5_000 }, (_, index) => user(`user-${index}`)),
      ),
    );
    await pools.client.send(new StartUserImportJobCommand(common));
    const running = { name: "UserImportInProgressException" };
    await assert.rejects(pools.client.send(new DeleteUserPoolCommand({ UserPoolId })), running);
    await assert.rejects(pools.client.send(new UpdateUserPoolCommand({ UserPoolId })), running);
    const { UserImportJob } = await pools.client.send(new StopUserImportJobCommand(common));
    assert.equal(UserImportJob?.Status, "Stopped");
    const { ImportedUsers } = await ended(UserPoolId, JobId);
    assert.ok((ImportedUsers ?? 0) < 5_000);
    assert.equal(pools.cognito.userPools.size(UserPoolId), ImportedUsers);
    await pools.client.send(new DeleteUserPoolCommand({ UserPoolId }));
  });

  it("goes on where it was after the local AWS ended, with no user twice", async () => {
    const { UserPoolId } = await pools.createPool();
    const { JobId, PreSignedUrl } = await createJob(UserPoolId);
    await put(
      PreSignedUrl,
      await csvFor(
        UserPoolId,
        Array.from({ length: 1_000 }, (_, index) => user(`user-${index}`)),
      ),
    );
    await pools.client.send(new StartUserImportJobCommand({ UserPoolId, JobId }));
    while (pools.cognito.userPools.size(UserPoolId) === 0) await new Promise(setImmediate);
    // The timers are gone, as those of a process that has ended.
    pools.clock.stop();
    const left = await pools.client.send(new DescribeUserImportJobCommand({ UserPoolId, JobId }));
    assert.equal(left.UserImportJob?.Status, "InProgress");
    resumeImports(pools.cognito);
    const job = await ended(UserPoolId, JobId);
    assert.deepEqual([job.Status, job.ImportedUsers, job.SkippedUsers], ["Succeeded", 1_000, 0]);
    assert.equal(pools.cognito.importJobs.get(UserPoolId, JobId).hasFile, false);
  });

  it("is listed by pages, the newest first", async () => {
    const { UserPoolId } = await pools.createPool();
    for (const name of ["one", "two", "three"]) await createJob(UserPoolId, name);
    const first = await pools.client.send(new ListUserImportJobsCommand({ UserPoolId, MaxResults: 2 }));
    assert.deepEqual(
      first.UserImportJobs?.map(({ JobName }) => JobName),
      ["three", "two"],
    );
    const { PaginationToken } = first;
    const next = await pools.client.send(new ListUserImportJobsCommand({ UserPoolId, MaxResults: 2, PaginationToken }));
    assert.deepEqual(
      next.UserImportJobs?.map(({ JobName }) => JobName),
      ["one"],
    );
  });
});
