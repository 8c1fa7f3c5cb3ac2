import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError } from "../errors.ts";

/** A stack of the folder that the CDK has written. */
export interface AssembledStack {
  readonly stackName: string;
  readonly templateFile: string;
  /** Absent where the stack is for any account and Region. */
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
}

/** A file or folder that a deployment would have uploaded to S3. */
export interface Asset {
  readonly path: string;
  /** Whether it is uploaded as a zip file of the folder, or as it is. */
  readonly packaging: "zip" | "file";
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<string, { source: { path?: string; packaging?: string }; destinations: Record<string, { objectKey: string }> }>
  >;
}

const stackType = "aws:cloudformation:stack";

/** The folder of a template, `cdk.out`: what the CDK has written beside it. A template alone, without a manifest, is a stack too. */
export class CloudAssembly {
  readonly #dir: string;
  readonly #artifacts: Readonly<Record<string, Artifact>>;
  #assets: Map<string, Asset> | undefined;

  /** @param templateFile the template whose folder it is */
  constructor(templateFile: string) {
    this.#dir = dirname(resolve(templateFile));
    this.#artifacts = (readJson(join(this.#dir, "manifest.json")) as { artifacts?: Record<string, Artifact> })?.artifacts ?? {};
  }

  /** The stack of a template, after those that must be there before it. */
  stacksFor(templateFile: string): AssembledStack[] {
    const found = Object.entries(this.#artifacts).find(
      ([, { type, properties }]) => type === stackType && properties?.templateFile === basename(templateFile),
    );
    if (!found) return [{ stackName: basename(templateFile).replace(/(\.template)?\.json$/, ""), templateFile }];
    const order = new Map<string, AssembledStack>();
    this.#visit(found[0], order);
    return [...order.values()];
  }

  /** What was to be uploaded under a key. @throws {CommandError} if no asset manifest names it, or it was not built */
  asset(objectKey: string): Asset {
    this.#assets ??= this.#readAssets();
    const asset = this.#assets.get(objectKey);
    if (!asset) throw new CommandError(`no asset manifest in ${this.#dir} names ${objectKey}`);
    if (!existsSync(asset.path))
      throw new CommandError(`${asset.path} is not there: synthesize the stack again, with its assets`);
    return asset;
  }

  #visit(id: string, order: Map<string, AssembledStack>): void {
    const artifact = this.#artifacts[id];
    if (artifact?.type !== stackType || order.has(id)) return;
    for (const before of artifact.dependencies ?? []) this.#visit(before, order);
    const { environment = "", properties } = artifact;
    const [, accountId, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
    order.set(id, {
      stackName: properties?.stackName ?? id,
      templateFile: join(this.#dir, properties?.templateFile ?? ""),
      accountId: accountId?.startsWith("unknown") ? undefined : accountId,
      region: region?.startsWith("unknown") ? undefined : region,
    });
  }

  #readAssets(): Map<string, Asset> {
    const assets = new Map<string, Asset>();
    for (const manifest of globSync("*.assets.json", { cwd: this.#dir })) {
      const { files = {} } = readJson(join(this.#dir, manifest)) as AssetManifest;
      for (const { source, destinations } of Object.values(files)) {
        if (source.path === undefined) continue;
        const asset: Asset = { path: join(this.#dir, source.path), packaging: source.packaging === "zip" ? "zip" : "file" };
        for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, asset);
      }
    }
    return assets;
  }
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
