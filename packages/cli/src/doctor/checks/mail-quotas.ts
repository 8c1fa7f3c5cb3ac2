import { GetAccountCommand } from "@aws-sdk/client-sesv2";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";

/** What Cognito sends a day by itself, without SES of the account. */
const COGNITO_MAILS_A_DAY = 50;
const DAY_SECONDS = 86_400;

/** Whether SES and Cognito send as many mails as the rate of sign-ups that was asked for, if it lasts a day. */
export async function mailQuotas({
  clients,
  definition,
  deployed: { pool },
  signUpsPerSecond: rate,
}: Examined): Promise<Checked> {
  if (rate === undefined) return {};
  const findings: Finding[] = [];
  const aDay = rate * DAY_SECONDS;
  if (pool.EmailConfiguration?.EmailSendingAccount !== "DEVELOPER" && pool.AutoVerifiedAttributes?.includes("email"))
    if (aDay > COGNITO_MAILS_A_DAY)
      findings.push({
        id: "cognito-mail-quota",
        what: `Cognito sends the pool's codes itself, ${COGNITO_MAILS_A_DAY} mails a day; ${rate} sign-ups a second are ${Math.ceil(aDay)} a day.`,
        why: "Whoever signs up after that gets LimitExceededException instead of a code.",
        fix: 'Let it send by SES: EmailConfiguration: { EmailSendingAccount: "DEVELOPER", SourceArn: "arn:aws:ses:…:identity/example.com" }',
      });
  const mails = definition.steps.filter(({ phase, sendsMail }) => sendsMail && phase !== "onPasswordReset").length;
  if (mails === 0) return { findings };
  const { SendQuota: { MaxSendRate = 0, Max24HourSend = 0 } = {} } = await clients.ses.send(new GetAccountCommand({}));
  const sends = `${rate} sign-ups a second with up to ${mails} ${mails === 1 ? "mail" : "mails"} each`;
  const ask = (quota: string, value: number) =>
    `aws service-quotas request-service-quota-increase --service-code ses --desired-value ${Math.ceil(value)} --quota-code …   # that of "${quota}" in: aws service-quotas list-service-quotas --service-code ses`;
  if (MaxSendRate < rate * mails)
    findings.push({
      id: "ses-send-rate",
      what: `SES sends ${MaxSendRate} mails a second; ${sends} need ${Math.ceil(rate * mails)}.`,
      why: "SES throttles: mails are tried again and come late.",
      fix: ask("Sending rate", rate * mails),
    });
  // -1 says that there is no limit.
  if (Max24HourSend !== -1 && Max24HourSend < aDay * mails)
    findings.push({
      id: "ses-day-quota",
      what: `SES sends ${Max24HourSend} mails a day; ${sends} need ${Math.ceil(aDay * mails)} if it lasts a day.`,
      why: "SES refuses what is beyond it: steps are tried again for a day, then their users are parked.",
      fix: ask("Sending quota", aDay * mails),
    });
  return { findings };
}
