import type { StartUserImportJobRequest, StartUserImportJobResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { CognitoOperation } from "../cognito.ts";
import { describeImportJob } from "../imports/describe-import-job.ts";
import type { ImportJob } from "../imports/import-jobs.ts";
import { runImport } from "../imports/run-import.ts";

type Operation = CognitoOperation<StartUserImportJobRequest, StartUserImportJobResponse>;

/** Answers before the first user is made; DescribeUserImportJob tells how it goes on. */
export const startUserImportJob: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const job = cognito.importJobs.get(pool.id, request.JobId as string);
  if (job.status !== "Created") throw preconditionNotMet(`${job.id} cannot be started: its status is ${job.status}.`);
  if (!job.hasFile) throw preconditionNotMet(`No csv file was uploaded for ${job.id}`);
  const started: ImportJob = { ...job, status: "Pending", startedAt: cognito.clock.now() };
  cognito.importJobs.save(started);
  runImport(cognito, started);
  return { UserImportJob: describeImportJob(cognito, started) };
};

function preconditionNotMet(message: string): AwsError {
  return new AwsError("PreconditionNotMetException", message);
}
