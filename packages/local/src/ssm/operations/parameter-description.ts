import type { Parameter } from "@aws-sdk/client-ssm";
import type { Ssm } from "../ssm.ts";
import type { Selected } from "./selected.ts";

/** A parameter as it is read; a SecureString as its ciphertext, unless it is to be decrypted. */
export function parameterDescription(ssm: Ssm, { parameter, selector }: Selected, withDecryption = false): Parameter {
  const { name, type, value, version, modifiedAt, dataType } = parameter;
  const ARN = ssm.parameters.arnOf(name);
  return {
    Name: name,
    Type: type,
    Value: type === "SecureString" && withDecryption ? ssm.secureValues.decrypt(value, ARN) : value,
    Version: version,
    ...(selector !== undefined && { Selector: selector }),
    LastModifiedDate: new Date(modifiedAt),
    ARN,
    DataType: dataType,
  };
}
