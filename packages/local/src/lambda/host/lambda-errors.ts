/** Lambda's own answers for a function that gives none: the error payloads of the sandbox. */

export interface FunctionErrorPayload {
  errorType: string;
  errorMessage: string;
}

/** The function ran out of its time. */
export function timedOut(requestId: string, timeoutSeconds: number): FunctionErrorPayload {
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  };
}

/** The process ended without an answer. */
export function exited(requestId: string, code: number | null, signal: NodeJS.Signals | null): FunctionErrorPayload {
  return { errorType: "Runtime.ExitError", errorMessage: `RequestId: ${requestId} Error: ${exitReason(code, signal)}` };
}

/** The answer is longer than Lambda passes on. */
export function responseTooLarge(): FunctionErrorPayload {
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
  };
}

/** 6 MB and 100 bytes, as on Lambda. */
export const maxResponseBytes = 6_291_556;

// Lambda's names of the signals that end a sandbox.
const signals: Record<string, string> = {
  SIGKILL: "killed",
  SIGABRT: "aborted",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `Runtime exited with error: signal: ${signals[signal] ?? signal.toLowerCase()}`;
  return code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${code}`;
}
