import { registerHooks, syncBuiltinESMExports } from "node:module";

/**
 * Sends AWS requests that do not heed `AWS_ENDPOINT_URL`, as those of the AWS SDK for JavaScript v2, to the local AWS: what is sent over
 * `node:https` to an AWS host with a header that only an AWS request has. Anything else goes where it wants to.
 * Nothing is loaded or changed until the handler loads `https` itself.
 */
export function redirectAws(endpointUrl) {
  let isRedirected = false;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!isRedirected && (specifier === "https" || specifier === "node:https")) {
        isRedirected = true;
        redirect(new URL(endpointUrl));
      }
      return nextResolve(specifier, context);
    },
  });
}

function redirect(endpoint) {
  const https = process.getBuiltinModule("node:https");
  const http = process.getBuiltinModule("node:http");
  const original = https.request;
  https.request = (...args) => {
    const { options, callback } = read(args);
    if (!isForAws(options)) return original(...args);
    const headers = Object.entries(options.headers).filter(([name]) => name.toLowerCase() !== "host");
    return http.request(
      {
        ...options,
        protocol: "http:",
        host: endpoint.hostname,
        hostname: endpoint.hostname,
        port: endpoint.port,
        // The caller's agent is one for TLS.
        agent: undefined,
        // What was signed is the name of AWS's host.
        headers: { ...Object.fromEntries(headers), "foyer-signed-host": signedHost(options) },
      },
      callback,
    );
  };
  https.get = (...args) => {
    const request = https.request(...args);
    request.end();
    return request;
  };
  syncBuiltinESMExports();
}

/** `request(url, options?, callback?)` and `request(options, callback?)` in one form. */
function read(args) {
  const callback = args.find((arg) => typeof arg === "function");
  const [first, second] = args;
  if (typeof first !== "string" && !(first instanceof URL)) return { options: { headers: {}, ...first }, callback };
  const { hostname, port, pathname, search } = new URL(first);
  const more = typeof second === "object" ? second : {};
  return { options: { hostname, port, path: pathname + search, headers: {}, ...more }, callback };
}

function signedHost({ hostname, host, headers }) {
  const named = Object.entries(headers).find(([name]) => name.toLowerCase() === "host")?.[1];
  return String(named ?? hostname ?? host);
}

function isForAws({ hostname, host, headers }) {
  const isAwsHost = /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)(?::\d+)?$/.test(hostname ?? host ?? "");
  return isAwsHost && Object.entries(headers ?? {}).some(([name, value]) => isAwsHeader(name.toLowerCase(), String(value)));
}

function isAwsHeader(name, value) {
  return name.startsWith("x-amz-") || (name === "authorization" && value.startsWith("AWS"));
}
