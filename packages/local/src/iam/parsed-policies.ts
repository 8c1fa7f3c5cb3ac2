import { type PolicyDocument, readPolicy } from "./evaluate/policy-document.ts";

const most = 1000;
const parsed = new Map<string, PolicyDocument>();

/** A saved policy's text as a document. The latest thousand are kept, as every request of a function asks for the same few. */
export function parsedPolicy(text: string): PolicyDocument {
  let document = parsed.get(text);
  if (!document) {
    if (parsed.size >= most) parsed.clear();
    document = readPolicy(text);
    parsed.set(text, document);
  }
  return document;
}
