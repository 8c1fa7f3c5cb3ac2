/** Tells the test of this invocation and waits until the test lets it go on (see `../recorder.ts`). */
export async function tell(event, context) {
  const { awsRequestId: requestId } = context;
  await fetch(process.env.RECORDER_URL, { method: "POST", body: JSON.stringify({ event, requestId }) });
}
