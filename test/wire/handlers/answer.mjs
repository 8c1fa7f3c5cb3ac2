// Answers that are not a trigger event. Each export is a handler.

export async function nothing() {}

export const nil = async () => null;

export const text = async () => "done";

export const list = async (event) => [event];

export const number = async () => 1;

export const empty = async () => ({});

export const withoutResponse = async ({ response, ...event }) => event;

export const httpResponse = async () => ({ statusCode: 200, body: "{}" });

export const otherVersion = async (event) => ({ ...event, version: "2" });
