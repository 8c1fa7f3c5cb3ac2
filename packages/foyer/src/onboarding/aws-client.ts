/**
 * For every AWS client: bounds for one request, as the SDK waits for ever by default. An effect that runs into them is unknown, not undone.
 */
export const requestLimits = { connectionTimeout: 1_500, requestTimeout: 5_000, throwOnRequestTimeout: true } as const;

/**
 * Makes something at the first call and gives the same from then on: AWS SDK packages are loaded like this, when a step first runs, as
 * they are most of a cold start.
 */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
