/** The name of a bus that a request gives by name or by ARN; `default` if it gives none. */
export function busName(nameOrArn: string | undefined): string {
  return nameOrArn?.replace(/^arn:[^/]*:event-bus\//, "") || "default";
}
