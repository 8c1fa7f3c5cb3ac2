import type { GetAccessKeyInfoRequest, GetAccessKeyInfoResponse } from "@aws-sdk/client-sts";
import { validation } from "../../iam/errors.ts";
import type { StsOperation } from "../sts.ts";

/** Every access key is the account's, as there is no other. */
export const getAccessKeyInfo: StsOperation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse> = (sts, { AccessKeyId = "" }) => {
  if (!/^\w{16,128}$/.test(AccessKeyId)) {
    const rule =
      AccessKeyId.length < 16 ? "have length greater than or equal to 16" : "satisfy regular expression pattern: [\\w]*";
    throw validation(
      `1 validation error detected: Value '${AccessKeyId.slice(0, 128)}' at 'accessKeyId' failed to satisfy constraint: Member must ${rule}`,
    );
  }
  return { Account: sts.accountId };
};
