import type { FunctionCode } from "@aws-sdk/client-lambda";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { Aliases } from "./aliases.ts";
import { CodeFolder } from "./code-folder.ts";
import { putInForce } from "./deployment.ts";
import { EventInvokeConfigs } from "./event-invoke-configs.ts";
import { type FunctionReference, functionArn, type Place, parseFunctionReference } from "./function-arn.ts";
import type { FunctionDefinition } from "./function-definition.ts";
import { FunctionSettings } from "./function-settings.ts";
import { type FunctionVersion, FunctionVersions } from "./function-versions.ts";
import { Permissions } from "./permissions.ts";
import { takeUpload, type Upload } from "./upload.ts";
import { FunctionUrls } from "./urls/function-urls.ts";

export interface FunctionRegistryOptions extends Place {
  store: Store;
  clock: Clock;
  /** Folder that keeps the code over restarts; absent: a temporary one. */
  dataDir?: string | undefined;
}

export interface DeployedFunction {
  functionArn: string;
  /** The published version that runs this code. */
  version: string;
  /** The ARN of the alias `live`, which points at it. */
  aliasArn: string;
}

/** Which functions there are: their versions, aliases, permissions and settings, and where their code is. */
export class FunctionRegistry {
  readonly place: Place;
  readonly versions: FunctionVersions;
  readonly aliases: Aliases;
  readonly permissions: Permissions;
  readonly settings: FunctionSettings;
  readonly eventInvokeConfigs: EventInvokeConfigs;
  readonly urls: FunctionUrls;
  readonly store: Store;
  readonly #code: CodeFolder;

  constructor({ store, clock, dataDir, region, accountId }: FunctionRegistryOptions) {
    this.store = store;
    this.place = { region, accountId };
    this.aliases = new Aliases(store, this.place);
    this.versions = new FunctionVersions(store, clock, this.place, this.aliases);
    this.settings = new FunctionSettings(store);
    this.eventInvokeConfigs = new EventInvokeConfigs(store, clock);
    this.urls = new FunctionUrls(store, clock);
    this.permissions = new Permissions(store, this.place);
    this.#code = new CodeFolder(dataDir);
  }

  /**
   * Creates or updates a function: `$LATEST` gets the code, a version is published if code or configuration differs from the
   * last one, and the alias `live` points at it.
   * @throws {AwsError} InvalidParameterValueException
   */
  deploy(definition: FunctionDefinition): DeployedFunction {
    const { functionName } = definition;
    const { store, versions, aliases } = this;
    const version = putInForce(definition, { store, versions, aliases, code: this.#code });
    return {
      functionArn: this.arnOf({ functionName }),
      version,
      aliasArn: this.arnOf({ functionName, qualifier: "live" }),
    };
  }

  /** Puts uploaded code into a folder of its own. @throws {AwsError} InvalidParameterValueException */
  upload(functionName: string, given: FunctionCode): Promise<Upload> {
    return takeUpload(this.#code, functionName, given);
  }

  /** Deletes a function with its versions, aliases, permissions and code. */
  delete(functionName: string): void {
    this.store.write(() => {
      this.permissions.removeAll(functionName);
      this.versions.delete(functionName);
    });
    this.#code.delete(functionName);
  }

  /** The folder with the code of a version. */
  codeFolderOf({ functionName, codeVersion }: FunctionVersion): string {
    return this.#code.of(functionName, codeVersion);
  }

  /** Takes apart how a caller names a function. Throws as `parseFunctionReference` does. */
  reference(functionName: string, qualifier?: string): FunctionReference {
    return parseFunctionReference(functionName, qualifier, this.place);
  }

  /** The version that a name or ARN means now. @throws {AwsError} ResourceNotFoundException */
  versionOf(functionName: string, qualifier?: string): FunctionVersion {
    return this.versions.resolve(this.reference(functionName, qualifier));
  }

  /** The ARN of a function, version or alias. */
  arnOf({ functionName, qualifier }: FunctionReference): string {
    return functionArn(this.place, functionName, qualifier);
  }

  /** Removes the code if it was in a temporary folder. */
  removeTemporaryCode(): void {
    this.#code.remove();
  }
}
