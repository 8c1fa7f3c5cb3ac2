import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import type { FunctionCode } from "@aws-sdk/client-lambda";
import { AwsError } from "../endpoint/aws-error.ts";
import type { CodeDigest, CodeFolder } from "./code-folder.ts";
import { unzip } from "./zip.ts";

/** Code that has been put into a folder and that no version has yet. */
export interface Upload extends CodeDigest {
  codeVersion: string;
}

/**
 * Takes the code of CreateFunction and UpdateFunctionCode: a zip file in the request.
 * @throws {AwsError} InvalidParameterValueException for anything else, and for a file that is no zip file
 */
export async function takeUpload(code: CodeFolder, functionName: string, given: FunctionCode): Promise<Upload> {
  const { ZipFile: zip } = given;
  for (const name of ["ImageUri", "S3Bucket"] as const) {
    if (given[name] !== undefined) {
      throw new AwsError(
        "InvalidParameterValueException",
        `The local AWS runs code from a zip file in the request only: ${name} is not emulated`,
      );
    }
  }
  if (!zip?.byteLength) throw new AwsError("InvalidParameterValueException", "Please provide a source for function code.");
  const codeVersion = `upload-${randomUUID()}`;
  const folder = code.of(functionName, codeVersion);
  try {
    await unzip(zip, folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return { codeVersion, sha256: createHash("sha256").update(zip).digest("base64"), sizeBytes: zip.byteLength };
}
