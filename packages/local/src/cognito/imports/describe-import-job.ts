import type { UserImportJobType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import type { ImportJob } from "./import-jobs.ts";
import { uploadUrlOf } from "./import-upload.ts";

/** An import job as the operations show one. */
export function describeImportJob(cognito: Cognito, job: ImportJob): UserImportJobType {
  return {
    JobName: job.name,
    JobId: job.id,
    UserPoolId: job.userPoolId,
    PreSignedUrl: uploadUrlOf(cognito, job),
    CreationDate: new Date(job.createdAt),
    ...(job.startedAt !== undefined && { StartDate: new Date(job.startedAt) }),
    ...(job.completedAt !== undefined && { CompletionDate: new Date(job.completedAt) }),
    Status: job.status,
    CloudWatchLogsRoleArn: job.roleArn,
    ImportedUsers: job.imported,
    SkippedUsers: job.skipped,
    FailedUsers: job.failed,
    CompletionMessage: job.message,
  };
}
