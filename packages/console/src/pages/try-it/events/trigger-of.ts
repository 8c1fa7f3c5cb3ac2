/** The key of Cognito's LambdaConfig for a trigger source. */
export function triggerOf(source: string): string {
  const [trigger = ""] = source.split("_");
  return trigger === "TokenGeneration" ? "PreTokenGeneration" : trigger;
}

/** The sources by their trigger, in the order given. */
export function byTrigger<T extends { source: string }>(sources: readonly T[]): [trigger: string, sources: T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of sources) {
    const trigger = triggerOf(one.source);
    groups.set(trigger, [...(groups.get(trigger) ?? []), one]);
  }
  return [...groups];
}

/** What is wrong with a text that should be an event; undefined if it is one. */
export function faultOf(text: string): string | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : "An event is an object";
  } catch (error) {
    return `It is not JSON: ${(error as Error).message}`;
  }
}

/** The trigger source that a text names, if it is an event that does. */
export function sourceOf(text: string): string | undefined {
  try {
    const { triggerSource } = JSON.parse(text);
    return typeof triggerSource === "string" ? triggerSource : undefined;
  } catch {
    return undefined;
  }
}
