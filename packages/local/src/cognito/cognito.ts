import type { Clock } from "../clock.ts";
import type { Call } from "../endpoint/service.ts";
import type { Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import { Devices } from "./devices/devices.ts";
import { FederationRequests } from "./federation/federation-requests.ts";
import { HostedPages } from "./hosted-pages/hosted-pages.ts";
import { ImportJobs } from "./imports/import-jobs.ts";
import { Codes } from "./messages/codes.ts";
import type { Outbox } from "./messages/post.ts";
import { Mfa } from "./mfa/mfa.ts";
import { Passkeys } from "./passkeys/passkeys.ts";
import { AppClients } from "./pools/app-clients.ts";
import { Domains } from "./pools/domains.ts";
import { Groups } from "./pools/groups.ts";
import { IdentityProviders } from "./pools/identity-providers.ts";
import { LogDelivery } from "./pools/log-delivery.ts";
import { ResourceServers } from "./pools/resource-servers.ts";
import { RiskConfigurations } from "./pools/risk-configurations.ts";
import { SigningCertificates } from "./pools/signing-certificates.ts";
import { UserPools } from "./pools/user-pools.ts";
import { defineCognitoTables } from "./schema.ts";
import { Sessions } from "./sign-in/sessions.ts";
import { RefreshTokens } from "./tokens/refresh-tokens.ts";
import { GrantedScopes } from "./tokens/scopes.ts";
import { SigningKeys } from "./tokens/signing-keys.ts";
import type { CodeKeys } from "./triggers/custom-sender.ts";
import type { TriggerFunctions, TriggerTimes } from "./triggers/invoke-trigger.ts";
import { RecordedEvents } from "./triggers/recorded-events.ts";
import { PasswordChanges } from "./users/password-changes.ts";
import { Users } from "./users/users.ts";

/** What AWS leaves open or fixed and a test may want otherwise. */
export interface CognitoSettings {
  /** How long Cognito waits for a trigger and how often it asks; defaults as on AWS. */
  triggerTimes?: Partial<TriggerTimes> | undefined;
  /**
   * Whether a function that throws is asked again, as often as one that does not answer in time: default false, as AWS documents it
   * of a missing answer alone. With true a handler can be seen to be safe either way.
   */
  repeatFailedTriggers?: boolean | undefined;
  /**
   * `callerContext.clientId` of a trigger that a call without an app client fires. Default `CLIENT_ID_NOT_APPLICABLE`; null sends null
   * and undefined leaves it out, since AWS's own events were seen in all three forms.
   */
  adminClientId?: string | null | undefined;
  /**
   * Whether a custom message trigger may word e-mails only in a pool that sends by its owner's SES, as AWS documents: default true.
   * With false a pool of Cognito's own sender takes them too.
   */
  customEmailNeedsDeveloper?: boolean | undefined;
  /** How many e-mails Cognito's own sender sends in 24 hours; default: no limit. AWS's is 50. */
  dailyEmailLimit?: number | undefined;
  /** What ResendConfirmationCode does for a user who is confirmed: default `error`; AWS was seen doing either. */
  resendToConfirmedUser?: "error" | "success" | undefined;
  /**
   * Whether the post confirmation trigger fires when a user of an identity provider signs in for the first time: default true. AWS was
   * seen doing either.
   */
  confirmFederatedUsers?: boolean | undefined;
}

export interface CognitoOptions extends CognitoSettings {
  store: Store;
  clock: Clock;
  journal: Journal;
  inbox: Outbox;
  keys: CodeKeys;
  functions: TriggerFunctions;
  region: string;
  accountId: string;
  /** Where the local AWS is reached; known once it listens. */
  endpointUrl: () => string;
}

/** One API call of the user pools: the decoded request in, the answer out. */
export type CognitoOperation<Input, Output> = (cognito: Cognito, request: Input, call: Call) => Output | Promise<Output>;

/** The user pools: what the operations work on. */
export class Cognito {
  readonly store: Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly inbox: Outbox;
  readonly keys: CodeKeys;
  readonly functions: TriggerFunctions;
  readonly region: string;
  readonly accountId: string;
  readonly endpointUrl: () => string;
  readonly triggerTimes: TriggerTimes;
  readonly repeatFailedTriggers: boolean;
  readonly adminClientId: string | null | undefined;
  readonly customEmailNeedsDeveloper: boolean;
  readonly dailyEmailLimit: number | undefined;
  readonly resendToConfirmedUser: "error" | "success";
  readonly confirmFederatedUsers: boolean;
  readonly userPools: UserPools;
  readonly domains: Domains;
  readonly resourceServers: ResourceServers;
  readonly identityProviders: IdentityProviders;
  readonly importJobs: ImportJobs;
  readonly riskConfigurations: RiskConfigurations;
  readonly logDelivery: LogDelivery;
  readonly hostedPages: HostedPages;
  readonly federationRequests: FederationRequests;
  readonly signingCertificates: SigningCertificates;
  readonly appClients: AppClients;
  readonly users: Users;
  readonly passwordChanges: PasswordChanges;
  readonly groups: Groups;
  readonly codes: Codes;
  readonly devices: Devices;
  readonly mfa: Mfa;
  readonly passkeys: Passkeys;
  readonly sessions: Sessions;
  readonly refreshTokens: RefreshTokens;
  readonly grantedScopes: GrantedScopes;
  readonly signingKeys: SigningKeys;
  readonly triggerEvents: RecordedEvents;

  constructor(options: CognitoOptions) {
    const { store, clock } = options;
    defineCognitoTables(store);
    this.store = store;
    this.clock = clock;
    this.journal = options.journal;
    this.inbox = options.inbox;
    this.keys = options.keys;
    this.functions = options.functions;
    this.region = options.region;
    this.accountId = options.accountId;
    this.endpointUrl = options.endpointUrl;
    this.triggerTimes = { attemptTimeoutMs: 5_000, attempts: 3, ...options.triggerTimes };
    this.repeatFailedTriggers = options.repeatFailedTriggers ?? false;
    this.adminClientId = "adminClientId" in options ? options.adminClientId : "CLIENT_ID_NOT_APPLICABLE";
    this.customEmailNeedsDeveloper = options.customEmailNeedsDeveloper ?? true;
    this.dailyEmailLimit = options.dailyEmailLimit;
    this.resendToConfirmedUser = options.resendToConfirmedUser ?? "error";
    this.confirmFederatedUsers = options.confirmFederatedUsers ?? true;
    this.userPools = new UserPools(store, clock, options.region, options.accountId);
    this.domains = new Domains(store);
    this.resourceServers = new ResourceServers(store, clock);
    this.identityProviders = new IdentityProviders(store, clock);
    this.federationRequests = new FederationRequests(store, clock);
    this.importJobs = new ImportJobs(store, clock);
    this.riskConfigurations = new RiskConfigurations(store, clock);
    this.logDelivery = new LogDelivery(store, clock);
    this.signingCertificates = new SigningCertificates(store, clock, this.userPools);
    this.appClients = new AppClients(store, clock);
    this.users = new Users(store, clock);
    this.hostedPages = new HostedPages(store, clock, this.users);
    this.passwordChanges = new PasswordChanges(store, clock);
    this.groups = new Groups(store, clock);
    this.codes = new Codes(store, clock);
    this.devices = new Devices(store, clock, options.region);
    this.mfa = new Mfa(store, clock, this.userPools);
    this.passkeys = new Passkeys(store, clock);
    this.sessions = new Sessions(store, clock, this.users, this.appClients);
    this.refreshTokens = new RefreshTokens(store, clock);
    this.grantedScopes = new GrantedScopes(store);
    this.signingKeys = new SigningKeys(store);
    this.triggerEvents = new RecordedEvents(store, clock);
  }
}

export function createCognito(options: CognitoOptions): Cognito {
  return new Cognito(options);
}
