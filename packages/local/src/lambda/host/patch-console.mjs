import { format } from "node:util";

const levels = { log: "INFO", info: "INFO", debug: "DEBUG", trace: "TRACE", warn: "WARN", error: "ERROR" };

/**
 * Makes `console` write lines as Lambda's do: time, request id, level and message, with tabs between.
 * @returns a function that writes one line of a level.
 */
export function patchConsole(write, requestId) {
  const log = (level, message) => {
    // One message stays one line: its own line breaks travel as carriage returns, as on Lambda.
    write(`${new Date().toISOString()}\t${requestId()}\t${level}\t${message.replaceAll("\n", "\r")}\n`);
  };
  for (const [method, level] of Object.entries(levels)) console[method] = (...values) => log(level, format(...values));
  return log;
}
