import { stripTypeScriptTypes } from "node:module";
import { type TransformOptions, transform } from "esbuild";

const settings: TransformOptions = { minifyWhitespace: true, target: "esnext", legalComments: "none" };

/**
 * Whether Node can run a TypeScript file by leaving out its types: what is left must be what a compiler would emit. Enums and parameter
 * properties forbid it, and so does an `import` of a type that does not say so, which a compiler drops and Node would follow.
 */
export async function isStrippable(source: string): Promise<boolean> {
  const stripped = stripTypes(source);
  if (stripped === undefined) return false;
  // Node has no decorators yet.
  if (/^\s*@\w/m.test(stripped)) return false;
  const [left, compiled] = await Promise.all([
    transform(stripped, { ...settings, loader: "js" }),
    transform(source, { ...settings, loader: "ts", tsconfigRaw: {} }),
  ]);
  return left.code === compiled.code;
}

/** undefined if something would be left that is no JavaScript. */
function stripTypes(source: string): string | undefined {
  const { emitWarning } = process;
  // Node runs TypeScript without a word and warns of this function, which does the same.
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}
