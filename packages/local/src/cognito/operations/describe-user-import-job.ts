import type { DescribeUserImportJobRequest, DescribeUserImportJobResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeImportJob } from "../imports/describe-import-job.ts";

type Operation = CognitoOperation<DescribeUserImportJobRequest, DescribeUserImportJobResponse>;

export const describeUserImportJob: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { UserImportJob: describeImportJob(cognito, cognito.importJobs.get(pool.id, request.JobId as string)) };
};
