import type { ServerResponse } from "node:http";
import type { Inbox } from "../ses/inbox.ts";
import { mailFrame, mailFrameHeaders } from "./mail-frame.ts";

/**
 * Answers `/_foyer/mail-html/<messageId>` (with `?theme=dark` and `?images=remote`) and `/_foyer/mail-attachments/<messageId>?part=`: what
 * senders wrote, for a frame and for a download.
 * @returns false if there is no such mail or part: somebody else is to answer.
 */
export function serveMailFile(inbox: Inbox, pathname: string, query: URLSearchParams, response: ServerResponse): boolean {
  const [, kind, messageId = ""] = /^\/_foyer\/(mail-html|mail-attachments)\/([\w-]+)$/.exec(pathname) ?? [];
  const mail = kind && inbox.get(messageId);
  if (!mail) return false;
  if (kind === "mail-html") {
    const view = { dark: query.get("theme") === "dark", remoteImages: query.get("images") === "remote" };
    response.writeHead(200, mailFrameHeaders(view)).end(mailFrame(mail, view));
    return true;
  }
  const attachment = mail.attachments[Number(query.get("part") ?? 0)];
  if (!attachment) return false;
  // Bytes to be kept, whatever the sender calls them: no browser shows or runs them from this address.
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${encodedName(attachment.name)}`,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "content-length": attachment.content.byteLength,
  });
  response.end(attachment.content);
  return true;
}

/** A file name that leads to no other folder and cannot end the header. */
function encodedName(name: string): string {
  const plain =
    name
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, "_")
      .replace(/^[.\s]+/, "") || "attachment";
  return encodeURIComponent(plain.slice(0, 150)).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
