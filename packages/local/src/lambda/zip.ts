import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { AwsError } from "../endpoint/aws-error.ts";

/** What Lambda takes, in bytes: the zip file in a request, and all of it unzipped. */
const maxUnzippedBytes = 262_144_000;

/**
 * Writes the files of a zip file into a folder, which is created.
 * @throws {AwsError} InvalidParameterValueException for what is no zip file, leads out of the folder or is too large
 */
export async function unzip(zip: Uint8Array, folder: string): Promise<void> {
  // Read at the first upload only: it is no part of a start.
  const { fromBufferPromise } = await import("yauzl");
  mkdirSync(folder, { recursive: true });
  try {
    const file = await fromBufferPromise(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength));
    let left = maxUnzippedBytes;
    for await (const entry of file.eachEntry()) {
      left -= entry.uncompressedSize;
      if (left < 0) throw tooLarge();
      const path = join(folder, entry.fileName);
      if (entry.fileName.endsWith("/")) continue;
      mkdirSync(dirname(path), { recursive: true });
      await pipeline(
        await file.openReadStreamPromise(entry),
        createWriteStream(path, { mode: isExecutable(entry) ? 0o755 : 0o644 }),
      );
    }
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new AwsError(
      "InvalidParameterValueException",
      "Could not unzip uploaded file. Please check your file, then try to upload again.",
    );
  }
}

function isExecutable({ externalFileAttributes }: { externalFileAttributes: number }): boolean {
  return ((externalFileAttributes >>> 16) & 0o111) !== 0;
}

function tooLarge(): AwsError {
  return new AwsError("InvalidParameterValueException", `Unzipped size must be smaller than ${maxUnzippedBytes} bytes`);
}
