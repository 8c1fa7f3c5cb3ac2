import type { Operation, Service } from "../../endpoint/service.ts";
import type { Cognito, CognitoOperation } from "../cognito.ts";
import { addCustomAttributes } from "./add-custom-attributes.ts";
import { addUserPoolClientSecret } from "./add-user-pool-client-secret.ts";
import { adminAddUserToGroup } from "./admin-add-user-to-group.ts";
import { adminConfirmSignUp } from "./admin-confirm-sign-up.ts";
import { adminCreateUser } from "./admin-create-user.ts";
import { adminDeleteUser } from "./admin-delete-user.ts";
import { adminDeleteUserAttributes } from "./admin-delete-user-attributes.ts";
import { adminDisableProviderForUser } from "./admin-disable-provider-for-user.ts";
import { adminDisableUser } from "./admin-disable-user.ts";
import { adminEnableUser } from "./admin-enable-user.ts";
import { adminForgetDevice } from "./admin-forget-device.ts";
import { adminGetDevice } from "./admin-get-device.ts";
import { adminGetUser } from "./admin-get-user.ts";
import { adminGetUserAuthFactors } from "./admin-get-user-auth-factors.ts";
import { adminInitiateAuth } from "./admin-initiate-auth.ts";
import { adminLinkProviderForUser } from "./admin-link-provider-for-user.ts";
import { adminListDevices } from "./admin-list-devices.ts";
import { adminListGroupsForUser } from "./admin-list-groups-for-user.ts";
import { adminRemoveUserFromGroup } from "./admin-remove-user-from-group.ts";
import { adminResetUserPassword } from "./admin-reset-user-password.ts";
import { adminRespondToAuthChallenge } from "./admin-respond-to-auth-challenge.ts";
import { adminSetUserMfaPreference } from "./admin-set-user-mfa-preference.ts";
import { adminSetUserPassword } from "./admin-set-user-password.ts";
import { adminSetUserSettings } from "./admin-set-user-settings.ts";
import { adminUpdateDeviceStatus } from "./admin-update-device-status.ts";
import { adminUpdateUserAttributes } from "./admin-update-user-attributes.ts";
import { adminUserGlobalSignOut } from "./admin-user-global-sign-out.ts";
import { associateSoftwareToken } from "./associate-software-token.ts";
import { changePassword } from "./change-password.ts";
import { completeWebAuthnRegistration } from "./complete-web-authn-registration.ts";
import { confirmDevice } from "./confirm-device.ts";
import { confirmForgotPassword } from "./confirm-forgot-password.ts";
import { confirmSignUp } from "./confirm-sign-up.ts";
import { createGroup } from "./create-group.ts";
import { createIdentityProvider } from "./create-identity-provider.ts";
import { createManagedLoginBranding } from "./create-managed-login-branding.ts";
import { createResourceServer } from "./create-resource-server.ts";
import { createTerms } from "./create-terms.ts";
import { createUserImportJob } from "./create-user-import-job.ts";
import { createUserPool } from "./create-user-pool.ts";
import { createUserPoolClient } from "./create-user-pool-client.ts";
import { createUserPoolDomain } from "./create-user-pool-domain.ts";
import { deleteGroup } from "./delete-group.ts";
import { deleteIdentityProvider } from "./delete-identity-provider.ts";
import { deleteManagedLoginBranding } from "./delete-managed-login-branding.ts";
import { deleteResourceServer } from "./delete-resource-server.ts";
import { deleteTerms } from "./delete-terms.ts";
import { deleteUser } from "./delete-user.ts";
import { deleteUserAttributes } from "./delete-user-attributes.ts";
import { deleteUserPool } from "./delete-user-pool.ts";
import { deleteUserPoolClient } from "./delete-user-pool-client.ts";
import { deleteUserPoolClientSecret } from "./delete-user-pool-client-secret.ts";
import { deleteUserPoolDomain } from "./delete-user-pool-domain.ts";
import { deleteWebAuthnCredential } from "./delete-web-authn-credential.ts";
import { describeIdentityProvider } from "./describe-identity-provider.ts";
import { describeManagedLoginBranding } from "./describe-managed-login-branding.ts";
import { describeManagedLoginBrandingByClient } from "./describe-managed-login-branding-by-client.ts";
import { describeResourceServer } from "./describe-resource-server.ts";
import { describeRiskConfiguration } from "./describe-risk-configuration.ts";
import { describeTerms } from "./describe-terms.ts";
import { describeTermsByClient } from "./describe-terms-by-client.ts";
import { describeUserImportJob } from "./describe-user-import-job.ts";
import { describeUserPool } from "./describe-user-pool.ts";
import { describeUserPoolClient } from "./describe-user-pool-client.ts";
import { describeUserPoolDomain } from "./describe-user-pool-domain.ts";
import { forgetDevice } from "./forget-device.ts";
import { forgotPassword } from "./forgot-password.ts";
import { getCsvHeader } from "./get-csv-header.ts";
import { getDevice } from "./get-device.ts";
import { getGroup } from "./get-group.ts";
import { getIdentityProviderByIdentifier } from "./get-identity-provider-by-identifier.ts";
import { getLogDeliveryConfiguration } from "./get-log-delivery-configuration.ts";
import { getSigningCertificate } from "./get-signing-certificate.ts";
import { getTokensFromRefreshToken } from "./get-tokens-from-refresh-token.ts";
import { getUiCustomization } from "./get-ui-customization.ts";
import { getUser } from "./get-user.ts";
import { getUserAttributeVerificationCode } from "./get-user-attribute-verification-code.ts";
import { getUserAuthFactors } from "./get-user-auth-factors.ts";
import { getUserPoolMfaConfig } from "./get-user-pool-mfa-config.ts";
import { globalSignOut } from "./global-sign-out.ts";
import { initiateAuth } from "./initiate-auth.ts";
import { listDevices } from "./list-devices.ts";
import { listGroups } from "./list-groups.ts";
import { listIdentityProviders } from "./list-identity-providers.ts";
import { listResourceServers } from "./list-resource-servers.ts";
import { listTagsForResource } from "./list-tags-for-resource.ts";
import { listTerms } from "./list-terms.ts";
import { listUserImportJobs } from "./list-user-import-jobs.ts";
import { listUserPoolClientSecrets } from "./list-user-pool-client-secrets.ts";
import { listUserPoolClients } from "./list-user-pool-clients.ts";
import { listUserPools } from "./list-user-pools.ts";
import { listUsers } from "./list-users.ts";
import { listUsersInGroup } from "./list-users-in-group.ts";
import { listWebAuthnCredentials } from "./list-web-authn-credentials.ts";
import { resendConfirmationCode } from "./resend-confirmation-code.ts";
import { respondToAuthChallenge } from "./respond-to-auth-challenge.ts";
import { revokeToken } from "./revoke-token.ts";
import { setLogDeliveryConfiguration } from "./set-log-delivery-configuration.ts";
import { setRiskConfiguration } from "./set-risk-configuration.ts";
import { setUiCustomization } from "./set-ui-customization.ts";
import { setUserMfaPreference } from "./set-user-mfa-preference.ts";
import { setUserPoolMfaConfig } from "./set-user-pool-mfa-config.ts";
import { setUserSettings } from "./set-user-settings.ts";
import { signUp } from "./sign-up.ts";
import { startUserImportJob } from "./start-user-import-job.ts";
import { startWebAuthnRegistration } from "./start-web-authn-registration.ts";
import { stopUserImportJob } from "./stop-user-import-job.ts";
import { tagResource } from "./tag-resource.ts";
import { untagResource } from "./untag-resource.ts";
import { updateDeviceStatus } from "./update-device-status.ts";
import { updateGroup } from "./update-group.ts";
import { updateIdentityProvider } from "./update-identity-provider.ts";
import { updateManagedLoginBranding } from "./update-managed-login-branding.ts";
import { updateResourceServer } from "./update-resource-server.ts";
import { updateTerms } from "./update-terms.ts";
import { updateUserAttributes } from "./update-user-attributes.ts";
import { updateUserPool } from "./update-user-pool.ts";
import { updateUserPoolClient } from "./update-user-pool-client.ts";
import { updateUserPoolDomain } from "./update-user-pool-domain.ts";
import { verifySoftwareToken } from "./verify-software-token.ts";
import { verifyUserAttribute } from "./verify-user-attribute.ts";

/** Wire name to operation: all that the user pools answer. */
export const operations = {
  AddCustomAttributes: addCustomAttributes,
  AddUserPoolClientSecret: addUserPoolClientSecret,
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminConfirmSignUp: adminConfirmSignUp,
  AdminCreateUser: adminCreateUser,
  AdminDeleteUser: adminDeleteUser,
  AdminDeleteUserAttributes: adminDeleteUserAttributes,
  AdminDisableProviderForUser: adminDisableProviderForUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  AdminForgetDevice: adminForgetDevice,
  AdminGetDevice: adminGetDevice,
  AdminGetUser: adminGetUser,
  AdminGetUserAuthFactors: adminGetUserAuthFactors,
  AdminInitiateAuth: adminInitiateAuth,
  AdminLinkProviderForUser: adminLinkProviderForUser,
  AdminListDevices: adminListDevices,
  AdminListGroupsForUser: adminListGroupsForUser,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminResetUserPassword: adminResetUserPassword,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminSetUserMFAPreference: adminSetUserMfaPreference,
  AdminSetUserPassword: adminSetUserPassword,
  AdminSetUserSettings: adminSetUserSettings,
  AdminUpdateDeviceStatus: adminUpdateDeviceStatus,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  AssociateSoftwareToken: associateSoftwareToken,
  ChangePassword: changePassword,
  CompleteWebAuthnRegistration: completeWebAuthnRegistration,
  ConfirmDevice: confirmDevice,
  ConfirmForgotPassword: confirmForgotPassword,
  ConfirmSignUp: confirmSignUp,
  CreateGroup: createGroup,
  CreateIdentityProvider: createIdentityProvider,
  CreateManagedLoginBranding: createManagedLoginBranding,
  CreateResourceServer: createResourceServer,
  CreateTerms: createTerms,
  CreateUserImportJob: createUserImportJob,
  CreateUserPool: createUserPool,
  CreateUserPoolClient: createUserPoolClient,
  CreateUserPoolDomain: createUserPoolDomain,
  DeleteGroup: deleteGroup,
  DeleteIdentityProvider: deleteIdentityProvider,
  DeleteManagedLoginBranding: deleteManagedLoginBranding,
  DeleteResourceServer: deleteResourceServer,
  DeleteTerms: deleteTerms,
  DeleteUser: deleteUser,
  DeleteUserAttributes: deleteUserAttributes,
  DeleteUserPool: deleteUserPool,
  DeleteUserPoolClient: deleteUserPoolClient,
  DeleteUserPoolClientSecret: deleteUserPoolClientSecret,
  DeleteUserPoolDomain: deleteUserPoolDomain,
  DeleteWebAuthnCredential: deleteWebAuthnCredential,
  DescribeIdentityProvider: describeIdentityProvider,
  DescribeManagedLoginBranding: describeManagedLoginBranding,
  DescribeManagedLoginBrandingByClient: describeManagedLoginBrandingByClient,
  DescribeResourceServer: describeResourceServer,
  DescribeRiskConfiguration: describeRiskConfiguration,
  DescribeTerms: describeTerms,
  DescribeTermsByClient: describeTermsByClient,
  DescribeUserImportJob: describeUserImportJob,
  DescribeUserPool: describeUserPool,
  DescribeUserPoolClient: describeUserPoolClient,
  DescribeUserPoolDomain: describeUserPoolDomain,
  ForgetDevice: forgetDevice,
  ForgotPassword: forgotPassword,
  GetCSVHeader: getCsvHeader,
  GetDevice: getDevice,
  GetGroup: getGroup,
  GetIdentityProviderByIdentifier: getIdentityProviderByIdentifier,
  GetLogDeliveryConfiguration: getLogDeliveryConfiguration,
  GetSigningCertificate: getSigningCertificate,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  GetUICustomization: getUiCustomization,
  GetUser: getUser,
  GetUserAttributeVerificationCode: getUserAttributeVerificationCode,
  GetUserAuthFactors: getUserAuthFactors,
  GetUserPoolMfaConfig: getUserPoolMfaConfig,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  ListDevices: listDevices,
  ListGroups: listGroups,
  ListIdentityProviders: listIdentityProviders,
  ListResourceServers: listResourceServers,
  ListTagsForResource: listTagsForResource,
  ListTerms: listTerms,
  ListUserImportJobs: listUserImportJobs,
  ListUserPoolClientSecrets: listUserPoolClientSecrets,
  ListUserPoolClients: listUserPoolClients,
  ListUserPools: listUserPools,
  ListUsers: listUsers,
  ListUsersInGroup: listUsersInGroup,
  ListWebAuthnCredentials: listWebAuthnCredentials,
  ResendConfirmationCode: resendConfirmationCode,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
  SetLogDeliveryConfiguration: setLogDeliveryConfiguration,
  SetRiskConfiguration: setRiskConfiguration,
  SetUICustomization: setUiCustomization,
  SetUserMFAPreference: setUserMfaPreference,
  SetUserPoolMfaConfig: setUserPoolMfaConfig,
  SetUserSettings: setUserSettings,
  SignUp: signUp,
  StartUserImportJob: startUserImportJob,
  StartWebAuthnRegistration: startWebAuthnRegistration,
  StopUserImportJob: stopUserImportJob,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateDeviceStatus: updateDeviceStatus,
  UpdateGroup: updateGroup,
  UpdateIdentityProvider: updateIdentityProvider,
  UpdateManagedLoginBranding: updateManagedLoginBranding,
  UpdateResourceServer: updateResourceServer,
  UpdateTerms: updateTerms,
  UpdateUserAttributes: updateUserAttributes,
  UpdateUserPool: updateUserPool,
  UpdateUserPoolClient: updateUserPoolClient,
  UpdateUserPoolDomain: updateUserPoolDomain,
  VerifySoftwareToken: verifySoftwareToken,
  VerifyUserAttribute: verifyUserAttribute,
} satisfies Record<string, CognitoOperation<never, unknown>>;

/** The user pools as a service of the endpoint. */
export function cognitoService(cognito: Cognito): Service {
  const bound = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input, call) => operation(cognito, input, call),
  ]);
  return { name: "cognito-idp", operations: Object.fromEntries(bound) };
}
