import type { ListedMail, ListedMails } from "@foyer/local";
import { get } from "../../api/client.ts";
import { type ListWindow, useWindow } from "../../api/use-window.ts";

/** The mails that match, the newest at 0: read again when a mail arrives or a step tells that it has sent one. */
export function useMails(search: string): ListWindow<ListedMail> {
  return useWindow({
    list: search,
    read: async (offset, limit, signal) => {
      const query = new URLSearchParams({ search, offset: String(offset), limit: String(limit) });
      const { total, mails } = await get<ListedMails>(`mails?${query}`, signal);
      return { total, rows: mails };
    },
    growsAtTop: true,
    keyOf: ({ messageId }) => messageId,
    when: ({ type, data }) => type === "mail.sent" || (type === "step" && "result" in data),
  });
}
