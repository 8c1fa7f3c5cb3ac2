import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../../endpoint/body.ts";
import type { RawService } from "../../endpoint/service.ts";
import type { Cognito } from "../cognito.ts";
import type { ImportJob } from "./import-jobs.ts";

const path = /^\/cognito-user-import\/(import-[0-9a-zA-Z-]+)\?/;
const validMs = 15 * 60_000;
const fileLimitBytes = 100 * 1024 * 1024;

/** Where the file of a job is put, for 15 minutes. */
export function uploadUrlOf(cognito: Cognito, { id, signature }: ImportJob): string {
  return `${cognito.endpointUrl()}/cognito-user-import/${id}?X-Amz-Expires=${validMs / 1_000}&X-Amz-Signature=${signature}`;
}

/** Takes the files of import jobs as S3 takes a PUT to a presigned URL, and answers in S3's words. */
export function cognitoImportUpload(cognito: Cognito): RawService {
  return {
    name: "cognito-import-upload",
    accepts: (request) => path.test(request.url ?? ""),
    handle: (request, response) => {
      take(cognito, request).then(
        () => response.writeHead(200).end(),
        (error) => {
          const [status, code, message] =
            error instanceof Refusal
              ? [error.status, error.code, error.message]
              : [500, "InternalError", "The file was not kept."];
          refuse(response, status, code, message);
        },
      );
    },
  };
}

async function take(cognito: Cognito, request: IncomingMessage): Promise<void> {
  if (request.method !== "PUT") throw new Refusal(405, "MethodNotAllowed", "Only PUT is allowed here.");
  jobThatWaits(cognito, request);
  const body = await readBody(request, fileLimitBytes).catch((error: Error) => {
    throw new Refusal(400, error.name.startsWith("RequestEntity") ? "EntityTooLarge" : "RequestTimeout", error.message);
  });
  // The job may have been started, or be gone with its pool, while the file was on its way.
  cognito.importJobs.keepFile(jobThatWaits(cognito, request), body.toString("utf8").replace(/^\uFEFF/, ""));
  await cognito.store.committed();
}

/** The job for whose file the request is signed. */
function jobThatWaits(cognito: Cognito, { url = "" }: IncomingMessage): ImportJob {
  const job = cognito.importJobs.find(path.exec(url)?.[1] as string);
  if (!job || new URLSearchParams(url.split("?")[1]).get("X-Amz-Signature") !== job.signature) {
    throw new Refusal(403, "SignatureDoesNotMatch", "The request signature does not match.");
  }
  const expired = cognito.clock.now() >= job.createdAt + validMs;
  if (expired || job.status !== "Created") throw new Refusal(403, "AccessDenied", "Request has expired");
  return job;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  // What was not read of the request would be taken for the next one.
  response.writeHead(status, { "content-type": "application/xml", connection: "close" });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
