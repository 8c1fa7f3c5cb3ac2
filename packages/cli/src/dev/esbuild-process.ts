import { stop } from "esbuild";

let underWay = 0;

/** Does something with esbuild, whose process serves everything that is under way and ends with the last of it. */
export async function withEsbuild<T>(work: () => Promise<T>): Promise<T> {
  underWay++;
  try {
    return await work();
  } finally {
    // Idle it is not kept: after a kill -9 of this process it might stay for ever, as it waits for the answer to a question that it
    // asks each second.
    if (--underWay === 0) await stop();
  }
}
