import { appendFileSync } from "node:fs";
import { StepSemantics, withDurableExecution } from "@aws/durable-execution-sdk-js";

// An effect outside of the execution: a line in a file that tests can count.
const effect = (name) => {
  if (process.env.EFFECTS_FILE) appendFileSync(process.env.EFFECTS_FILE, `${name}\n`);
  return name;
};
const onceASecond = (attempts) => (_error, attempt) => ({ shouldRetry: attempt < attempts, delay: { seconds: 1 } });

export const fiveSteps = withDurableExecution(async (event, context) => {
  const results = [];
  for (let n = 1; n <= 5; n++) results.push(await context.step(`step-${n}`, async () => effect(`${event.user}-${n}`)));
  return results;
});

export const onboarding = withDurableExecution(async ({ user }, context) => {
  const welcome = await context.step("welcome", async () => ({ mail: effect(`welcome ${user}`) }));
  const joined = await context.step(
    "joined",
    async ({ attempt }) => {
      effect(`joined ${user} ${attempt}`);
      if (attempt < 2) throw new TypeError("no answer");
      return attempt;
    },
    { retryStrategy: onceASecond(3) },
  );
  await context.wait("tips-later", { days: 3 });
  const tips = await context.runInChildContext("tips", async (child) => {
    const first = await child.step("tip-1", async () => effect(`tip ${user} 1`));
    return [first, await child.step("tip-2", async () => effect(`tip ${user} 2`))];
  });
  const refused = await context
    .step("refused", async () => Promise.reject(new RangeError("never")), { retryStrategy: () => ({ shouldRetry: false }) })
    .catch((error) => error.message);
  return { welcome, joined, tips, refused };
});

export const atMostOnce = withDurableExecution(async (_event, context) => {
  const options = { semantics: StepSemantics.AtMostOncePerRetry, retryStrategy: () => ({ shouldRetry: false }) };
  const step = async () => {
    effect("charge");
    process.exit(1);
  };
  return await context.step("charge", step, options).catch((error) => error.cause?.name);
});

export const manySteps = withDurableExecution(async ({ steps }, context) => {
  let sum = 0;
  for (let n = 1; n <= steps; n++) sum += await context.step(`step-${n}`, async () => n);
  await context.wait("pause", { seconds: 60 });
  return await context.step("sum", async () => sum);
});

export const bigResult = withDurableExecution(async ({ bytes }, context) => {
  const made = await context.step("make", async () => "x".repeat(bytes));
  return made.length;
});

export const bigAnswer = withDurableExecution(async ({ bytes }) => "y".repeat(bytes));

export const approval = withDurableExecution(async (_event, context) => {
  const [answer] = await context.createCallback("approval", { timeout: { hours: 1 } });
  return await answer;
});

export const crash = withDurableExecution(async (_event, context) => {
  await context.step("crash", async () => {
    effect("crash");
    process.exit(1);
  });
});

export const notDurable = async () => ({ hello: "world" });
