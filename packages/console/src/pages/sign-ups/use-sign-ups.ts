import type { SignUp, SignUps } from "@foyer/local";
import { get } from "../../api/client.ts";
import { type ListWindow, useWindow } from "../../api/use-window.ts";

/** The users who match, the newest at 0: read again when something happens to anybody. */
export function useSignUps(search: string, status: string): ListWindow<SignUp> {
  const query = new URLSearchParams({ search, status }).toString();
  return useWindow({
    list: query,
    read: async (offset, limit, signal) => {
      const { total, users } = await get<SignUps>(`sign-ups?${query}&offset=${offset}&limit=${limit}`, signal);
      return { total, rows: users };
    },
    growsAtTop: true,
    keyOf: ({ sub }) => sub,
    when: ({ sub }) => Boolean(sub),
  });
}
