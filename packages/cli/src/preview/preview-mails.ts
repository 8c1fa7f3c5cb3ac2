import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Bundle, createBundler } from "../dev/bundle.ts";
import { watchSources } from "../dev/watch-sources.ts";
import { CommandError } from "../errors.ts";
import type { SampleUser } from "./sample-users.ts";

/** A mail as `mailsOf` of `foyer/operate` renders it. */
export type RenderedMail = { from: string } & (
  | { subject: string; html: string; text: string }
  | { template: string; data: unknown; subject?: string; html?: string; text?: string }
) & {
    headers: readonly { name: string; value: string }[];
    attachments: readonly { fileName: string; contentType: string; content: Uint8Array | string; contentId?: string }[];
  };

export interface MailStep {
  step: string;
  phase: string;
  render(user: SampleUser): Promise<RenderedMail>;
}

/** The mails of a file as it is now. */
export interface PreviewMails {
  /** The last ones that could be built. */
  readonly steps: readonly MailStep[];
  /** Why the file as it is now cannot be used. */
  readonly failure: string | undefined;
  stop(): Promise<void>;
}

/** What a change of the sources came to. */
export interface PreviewChange {
  /** Source files, by name. */
  changed: string[];
  failure: string | undefined;
}

/**
 * Builds the mails of an onboarding, and again after each change of its sources.
 * @param file absolute
 * @param outDir for the builds; removed in the end
 * @throws {CommandError} if the file cannot be used at first
 */
export async function previewMails(
  file: string,
  outDir: string,
  onChange: (change: PreviewChange) => void,
): Promise<PreviewMails> {
  const bundler = createBundler(file, outDir);
  let steps: readonly MailStep[] = [];
  let failure: string | undefined;
  let last: Promise<void> = Promise.resolve();
  let shown: Bundle | undefined;

  /** @returns false if nothing changed but the files. */
  async function build(): Promise<boolean> {
    const bundle = await bundler.build();
    sources.watch(bundle.sources, bundle.startedAt);
    if (bundle.fingerprint === shown?.fingerprint) {
      rmSync(bundle.dir, { recursive: true, force: true });
      return false;
    }
    try {
      const { mails } = await import(pathToFileURL(join(bundle.dir, "definition.mjs")).href);
      steps = mails as MailStep[];
    } catch (error) {
      throw new CommandError(`Cannot use ${file}: ${(error as Error).message}`, { cause: error });
    }
    // A mail loads what makes it when it is first rendered, from the folder of its build.
    if (shown) rmSync(shown.dir, { recursive: true, force: true });
    shown = bundle;
    return true;
  }

  async function buildAgain(changed: string[]): Promise<void> {
    const before = failure;
    try {
      failure = undefined;
      if (!(await build()) && before === undefined) return;
    } catch (error) {
      failure = (error as Error).message;
    }
    if (failure === undefined || changed.length > 0 || failure !== before) onChange({ changed, failure });
  }

  const sources = watchSources(dirname(file), (changed) => {
    if (changed.length > 0 || failure !== undefined) last = last.then(() => buildAgain(changed));
  });
  const stop = async () => {
    sources.stop();
    await last;
    await bundler.stop();
  };
  try {
    await build();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    get steps() {
      return steps;
    },
    get failure() {
      return failure;
    },
    stop,
  };
}
