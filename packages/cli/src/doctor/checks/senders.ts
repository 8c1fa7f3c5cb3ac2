import { GetAccountCommand, GetConfigurationSetCommand, GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { type Clients, unlessAbsent } from "../clients.ts";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";

/** Whether SES sends what the steps hand to it. */
export async function senders({ clients, definition }: Examined): Promise<Checked> {
  const { senders: addresses, configurationSets } = definition.resources;
  if (addresses.length === 0) return {};
  const findings: Finding[] = [];
  const verified = await Promise.all(addresses.map((address) => isVerified(clients, address)));
  for (const address of addresses.filter((_, index) => !verified[index]))
    findings.push({
      id: "sender-unverified",
      what: `SES has verified neither ${address} nor its domain.`,
      why: "Mails from it are refused, and their users are parked.",
      fix: `aws sesv2 create-email-identity --email-identity ${address}   # then the link in the mail that SES sends there`,
    });
  for (const ConfigurationSetName of configurationSets)
    if (!(await unlessAbsent(clients.ses.send(new GetConfigurationSetCommand({ ConfigurationSetName })))))
      findings.push({
        id: "configuration-set-missing",
        what: `SES has no configuration set ${ConfigurationSetName}.`,
        why: "Mails that name it are refused, and their users are parked.",
        fix: `aws sesv2 create-configuration-set --configuration-set-name ${ConfigurationSetName}`,
      });
  const account = await clients.ses.send(new GetAccountCommand({}));
  if (!account.ProductionAccessEnabled)
    findings.push({
      id: "ses-sandbox",
      what: "SES's account is in the sandbox in this Region.",
      why: "Mails go to verified addresses only, at most 200 a day: every other user is parked.",
      fix: "aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://…",
    });
  if (account.SendingEnabled === false || account.EnforcementStatus === "SHUTDOWN")
    findings.push({
      id: "ses-paused",
      what:
        account.EnforcementStatus === "SHUTDOWN"
          ? "AWS has stopped SES's sending of this account."
          : "SES's sending is paused in this Region.",
      why: "No mail is sent: steps are tried again for a day, then their users are parked.",
      fix:
        account.EnforcementStatus === "SHUTDOWN"
          ? "Answer the case that AWS has opened about it, then: foyer status, foyer replay"
          : "aws sesv2 put-account-sending-attributes --sending-enabled",
    });
  return { findings };
}

/** The address itself, or a domain above it, which stands for all below. */
async function isVerified({ ses }: Clients, address: string): Promise<boolean> {
  const domain = address.slice(address.lastIndexOf("@") + 1).split(".");
  const domains = domain.map((_, index) => domain.slice(index).join(".")).filter((each) => each.includes("."));
  for (const EmailIdentity of [address, ...domains]) {
    const identity = await unlessAbsent(ses.send(new GetEmailIdentityCommand({ EmailIdentity })));
    if (identity) return identity.VerifiedForSendingStatus === true;
  }
  return false;
}
