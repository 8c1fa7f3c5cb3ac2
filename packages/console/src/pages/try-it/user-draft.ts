import { signal } from "@preact/signals";

/** What somebody typed to become a user, or to act as one. */
export interface Draft {
  username: string;
  password: string;
  attributes: Record<string, string>;
  /** Attributes that are no longer hidden. */
  added: string[];
  /** Lines of `key=value`. */
  clientMetadata: string;
}

const key = "foyer-try-it";

interface Kept {
  poolId?: string;
  clientId?: string;
  draft?: Draft;
  /** By `sub`: the password that the page knows of a user. For as long as the tab is open. */
  passwords: Record<string, string>;
}

/** It outlives a reload, not the browser's tab. */
export const kept = signal<Kept>(read());

/** Changes what is kept. */
export function keep(change: Partial<Kept>): void {
  kept.value = { ...kept.value, ...change };
  try {
    sessionStorage.setItem(key, JSON.stringify(kept.value));
  } catch {
    // A browser that forbids storage forgets it with a reload.
  }
}

/** Remembers the password of a user whom this page plays. */
export function keepPassword(sub: string, password: string): void {
  keep({ passwords: { ...kept.value.passwords, [sub]: password } });
}

/** An address that nobody has yet. */
export function newAddress(): string {
  return `ada.${Math.random().toString(36).slice(2, 6)}@example.com`;
}

/** Lines of `key=value` as Cognito's map of texts; undefined for none. */
export function mapOf(lines: string): Record<string, string> | undefined {
  const pairs = lines
    .split("\n")
    .map((line) => /^\s*([^=\s][^=]*?)\s*=(.*)$/.exec(line))
    .flatMap((match) => (match ? [[match[1] as string, (match[2] as string).trim()] as const] : []));
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

function read(): Kept {
  try {
    return { passwords: {}, ...JSON.parse(sessionStorage.getItem(key) ?? "{}") };
  } catch {
    return { passwords: {} };
  }
}
