import { generateKeyPairSync, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** One request that the provider was sent. */
export interface Asked {
  method: string;
  url: URL;
  headers: IncomingMessage["headers"];
  form: URLSearchParams;
}

/** A provider of OAuth written by hand, which says whatever a test wants, the truth or not. */
export async function startSocialProvider() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const asked: Asked[] = [];
  const says = {
    /** `{ id_token, access_token }`, made of the nonce that the browser was sent with. */
    tokens: (_nonce: string | null): object => ({}),
    userInfo: {} as object,
    discovery: {} as object,
  };
  let nonce: string | null = null;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? "", issuer);
    asked.push({ method: request.method ?? "", url, headers: request.headers, form: new URLSearchParams(body) });
    const answer = (value: object) => response.setHeader("content-type", "application/json").end(JSON.stringify(value));
    switch (url.pathname) {
      case "/authorize": {
        nonce = url.searchParams.get("nonce");
        const back = new URL(url.searchParams.get("redirect_uri") as string);
        back.search = String(new URLSearchParams({ code: "one", state: url.searchParams.get("state") as string }));
        return response.writeHead(302, { location: back.href }).end();
      }
      case "/token":
        return answer(says.tokens(nonce));
      case "/keys":
        return answer({ keys: [{ ...privateKey.export({ format: "jwk" }), d: undefined, kid: "one", use: "sig" }] });
      case "/me":
        return answer(says.userInfo);
      default:
        return answer({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          ...says.discovery,
        });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    issuer,
    asked,
    says,
    /** A token of three parts. @param signed default: by the provider's key */
    token(claims: object, header: object = { alg: "RS256", kid: "one" }, signed?: (content: string) => Buffer): string {
      const content = `${encode(header)}.${encode(claims)}`;
      const signature = signed ? signed(content) : sign("sha256", Buffer.from(content), privateKey);
      return `${content}.${signature.toString("base64url")}`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
