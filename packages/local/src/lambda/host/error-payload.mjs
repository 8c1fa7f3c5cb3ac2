import { types } from "node:util";

/** An error of the runtime itself, named as Lambda names it. */
export class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

/** What Lambda answers when a handler throws `error`, be it an `Error` or not. */
export function errorPayload(error) {
  try {
    if (types.isNativeError(error) || isLikeError(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\n") };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
    };
  }
}

function isLikeError(value) {
  return [value?.name, value?.message, value?.stack].every((part) => typeof part === "string" && part !== "");
}
