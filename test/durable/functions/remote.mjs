// A durable function without the SDK: it hands its event to the test and does what the test answers.
export async function handler(event) {
  const answer = await fetch(process.env.REMOTE_URL, { method: "POST", body: JSON.stringify(event) });
  return await answer.json();
}
