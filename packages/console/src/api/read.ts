import { post } from "./client.ts";

/** Calls an operation of AWS that only reads: `read("dynamodb.Scan", input)`. No fault strikes it, and none counts it. @throws {ApiFailure} */
export function read<T>(operation: string, input: object): Promise<T> {
  return post<T>(`read/${operation}`, input);
}
