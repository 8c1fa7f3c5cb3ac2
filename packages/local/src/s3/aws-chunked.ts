import { s3Error } from "./s3-error.ts";

/** What stood behind the last chunk: header names in lower case to their values. */
export type Trailers = Map<string, string>;

const maxLineBytes = 8_192;

/**
 * Takes the bytes out of an aws-chunked body. The signatures of chunks and of trailers are read over.
 * @param trailers filled once the body has ended
 * @throws {AwsError} InvalidRequest for what is no such body; IncompleteBody if it stops before its end
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export async function* decodeAwsChunked(source: AsyncIterable<Buffer>, trailers: Trailers): AsyncGenerator<Buffer> {
  /** Of the chunk under way; undefined between chunks. */
  let left: number | undefined;
  let line = "";
  let state: "size" | "data" | "data-end" | "trailers" | "end" = "size";
  for await (const piece of source) {
    let at = 0;
    while (at < piece.length) {
      if (state === "end") throw malformed();
      if (state === "data") {
        const bytes = piece.subarray(at, at + (left as number));
        at += bytes.length;
        left = (left as number) - bytes.length;
        if (left === 0) state = "data-end";
        yield bytes;
        continue;
      }
      const lineEnd = piece.indexOf(10, at);
      line += piece.toString("latin1", at, lineEnd === -1 ? piece.length : lineEnd);
      if (line.length > maxLineBytes) throw malformed();
      if (lineEnd === -1) break;
      at = lineEnd + 1;
      if (!line.endsWith("\r")) throw malformed();
      const text = line.slice(0, -1);
      line = "";
      if (state === "size") {
        left = sizeOf(text);
        state = left === 0 ? "trailers" : "data";
      } else if (state === "data-end") {
        if (text !== "") throw malformed();
        state = "size";
      } else if (text === "") state = "end";
      else keep(trailers, text);
    }
  }
  // Some clients end without the empty line behind the trailers.
  if (state !== "end" && !(state === "trailers" && line === "")) throw s3Error("IncompleteBody");
}

function sizeOf(line: string): number {
  const size = /^([0-9a-f]{1,10})(?:;|$)/i.exec(line)?.[1];
  if (size === undefined) throw malformed();
  return Number.parseInt(size, 16);
}

function keep(trailers: Trailers, line: string): void {
  const colon = line.indexOf(":");
  if (colon < 1 || trailers.size > 10) throw malformed();
  trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
}

function malformed() {
  return s3Error("InvalidRequest", {}, "The body is not a valid aws-chunked stream");
}
