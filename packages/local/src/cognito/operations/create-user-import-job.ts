import type { CreateUserImportJobRequest, CreateUserImportJobResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { describeImportJob } from "../imports/describe-import-job.ts";

type Operation = CognitoOperation<CreateUserImportJobRequest, CreateUserImportJobResponse>;

export const createUserImportJob: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  if (request.PasswordHashingAlgorithm !== undefined) {
    throw invalidParameter("The local AWS does not import password hashes: leave PasswordHashingAlgorithm out.");
  }
  const job = cognito.importJobs.create(pool.id, request.JobName as string, request.CloudWatchLogsRoleArn as string);
  return { UserImportJob: describeImportJob(cognito, job) };
};
