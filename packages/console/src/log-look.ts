/** What a line of a log is, for its look: Lambda's own, an error, or the rest. */
export function lookOf(text: string): "quiet" | "bad" | undefined {
  if (/^(?:INIT_START|START|END|REPORT) ?(?:RequestId: |Runtime)/.test(text)) return "quiet";
  return /\t(?:ERROR|FATAL)\t|"level":"(?:error|fatal)"|Task timed out/i.test(text) ? "bad" : undefined;
}
