import type { LocalAws, OnboardingOperator } from "@foyer/local";
import type { Operator } from "foyer/operate";

/** The operator of the onboarding that is deployed to a local AWS, for `/_foyer/`. Its AWS clients are loaded when it is first asked. */
export function devOperator(local: LocalAws, userPoolId: string): OnboardingOperator {
  let known: { deployment: string; operator: Operator } | undefined;
  const load = async () => {
    const operate = await import("foyer/operate");
    const { ledgerTable: tableName, workerArn } = local.config as { ledgerTable?: string; workerArn?: string };
    // A reload may have changed it.
    const deployment = JSON.stringify([tableName, workerArn]);
    if (known?.deployment !== deployment) {
      const credentials = { accessKeyId: "foyer", secretAccessKey: "foyer" };
      const aws = { endpoint: local.url, region: local.region, credentials };
      const operator = new operate.Operator({ userPoolId, tableName, workerArn, aws, now: () => local.clock.now() });
      known = { deployment, operator };
    }
    return { ...operate, operator: known.operator };
  };
  return {
    async entry(sub) {
      const { operator } = await load();
      return operator.ledger.get({ userPoolId, sub });
    },
    async replay(sub, options) {
      const { operator, replay } = await load();
      return replay(operator, { userPoolId, sub }, options);
    },
    async skip(sub, step, options) {
      const { operator, skip } = await load();
      return skip(operator, { userPoolId, sub }, step, options);
    },
  };
}
