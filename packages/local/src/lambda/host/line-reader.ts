import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { Turns } from "./turns.ts";

// A CloudWatch event holds 256 KB; what is longer is cut into several.
const maxLineLength = 262_144;
const turns = new Turns();

/**
 * Calls `onLine` with each line of a stream, without its end; a last line that has no end counts too. Streams that print more than can be
 * taken in at once are read in turns, and wait: who floods its log is slowed down and holds up nobody else.
 * @returns when the stream has ended and all its lines have been read.
 */
export async function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk as Buffer)).split("\n");
    rest = lines.pop() as string;
    let isOver = turns.start();
    for (const line of lines) {
      if (isOver()) isOver = await turns.next();
      onLine(line);
    }
    for (; rest.length > maxLineLength; rest = rest.slice(maxLineLength)) onLine(rest.slice(0, maxLineLength));
  }
  rest += decoder.end();
  if (rest !== "") onLine(rest);
}
