import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { RuntimeError } from "./error-payload.mjs";

const extensions = ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"];

/**
 * Finds the function that a handler setting such as `src/index.handler` names, in an ES module, CommonJS or TypeScript file.
 * @throws {RuntimeError} with Lambda's name for what is wrong; else what the module threw.
 */
export async function loadHandler(taskRoot, name) {
  if (name.includes("..")) {
    throw new RuntimeError(
      "MalformedHandlerName",
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const [, file, path] = /^([^.]*)\.(.*)$/.exec(basename(name)) ?? [];
  if (path === undefined) throw new RuntimeError("MalformedHandlerName", "Bad handler");
  const module = await load(join(taskRoot, dirname(name), file), file);
  // All that a CommonJS module exports is in `default`; only what Node could guess is a named export.
  const handler = valueAt(module, path) ?? valueAt(module.default, path);
  if (!handler) throw new RuntimeError("HandlerNotFound", `${name} is undefined or not exported`);
  if (typeof handler !== "function") throw new RuntimeError("HandlerNotFound", `${name} is not a function`);
  return handler;
}

async function load(path, name) {
  const extension = extensions.find((candidate) => statSync(path + candidate, { throwIfNoEntry: false })?.isFile());
  if (extension === undefined) {
    throw new RuntimeError("ImportModuleError", `Error: Cannot find module '${name}'\nRequire stack:\n- ${import.meta.filename}`);
  }
  try {
    return await import(pathToFileURL(path + extension));
  } catch (error) {
    if (error instanceof SyntaxError) throw as("UserCodeSyntaxError", error);
    if (error?.code === "MODULE_NOT_FOUND") throw as("ImportModuleError", error);
    throw error;
  }
}

function as(type, cause) {
  const error = new RuntimeError(type, String(cause));
  error.stack = cause.stack;
  return error;
}

function valueAt(object, path) {
  return path.split(".").reduce((value, key) => value?.[key], object);
}
