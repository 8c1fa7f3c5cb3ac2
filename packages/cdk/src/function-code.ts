import { dirname } from "node:path";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import { AssetHashType, DockerImage } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * An asset with the code of a function.
 * @param name tells it from every other code that is made from the same file
 * @param bundle writes the code into a folder
 */
export function functionCode(scope: Construct, name: string, file: string, bundle: (outDir: string) => void): Asset {
  return new Asset(scope, "Code", {
    path: dirname(file),
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry("none"),
      // Never run. The CDK keeps what it has bundled under the folder and this, and cannot look into tryBundle.
      command: [name, file],
      local: {
        tryBundle(outDir) {
          bundle(outDir);
          return true;
        },
      },
    },
  });
}
