import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

// A CloudWatch event holds 256 KB; what is longer is cut into several.
const maxLineLength = 262_144;

/** Calls `onLine` with each line of a stream, without its end; a last line that has no end counts too. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  stream.on("data", (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() as string;
    for (const line of lines) onLine(line);
    while (rest.length > maxLineLength) {
      onLine(rest.slice(0, maxLineLength));
      rest = rest.slice(maxLineLength);
    }
  });
  stream.on("end", () => {
    rest += decoder.end();
    if (rest !== "") onLine(rest);
  });
}
