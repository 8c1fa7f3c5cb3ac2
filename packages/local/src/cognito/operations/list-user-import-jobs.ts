import type { ListUserImportJobsRequest, ListUserImportJobsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeImportJob } from "../imports/describe-import-job.ts";
import { readPage } from "../paging.ts";

type Operation = CognitoOperation<ListUserImportJobsRequest, ListUserImportJobsResponse>;

/** The newest job first. */
export const listUserImportJobs: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const { items, next } = readPage({
    list: `ListUserImportJobs ${pool.id}`,
    token: request.PaginationToken,
    limit: request.MaxResults,
    most: 50,
    read: (after, count) => cognito.importJobs.list(pool.id, Number(after), count),
    keyOf: (job) => String(job.row),
  });
  return { UserImportJobs: items.map((job) => describeImportJob(cognito, job)), PaginationToken: next };
};
