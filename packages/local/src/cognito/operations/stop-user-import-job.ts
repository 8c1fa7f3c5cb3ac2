import type { StopUserImportJobRequest, StopUserImportJobResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { CognitoOperation } from "../cognito.ts";
import { describeImportJob } from "../imports/describe-import-job.ts";
import type { ImportJob } from "../imports/import-jobs.ts";

type Operation = CognitoOperation<StopUserImportJobRequest, StopUserImportJobResponse>;

/** The users who are in the pool by then stay there. */
export const stopUserImportJob: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const job = cognito.importJobs.get(pool.id, request.JobId as string);
  if (job.status !== "Pending" && job.status !== "InProgress") {
    throw new AwsError("PreconditionNotMetException", `${job.id} cannot be stopped: its status is ${job.status}.`);
  }
  const stopped: ImportJob = {
    ...job,
    status: "Stopped",
    message: "The Import Job was stopped by the developer.",
    completedAt: cognito.clock.now(),
  };
  cognito.importJobs.save(stopped);
  return { UserImportJob: describeImportJob(cognito, stopped) };
};
